import { useCallback, useState } from 'react';
import { leaveMessageInAddress, useMessageInAddress } from '../../navigation/room-in-address.js';

/** The message one is on the way to: by the address, or because it is to be seen. Null: none. */
export function useGoal() {
  const inAddress = useMessageInAddress();
  const [sought, setSought] = useState<number | null>(null);
  const arrived = useCallback(() => {
    setSought(null);
    leaveMessageInAddress();
  }, []);
  return { goal: sought ?? inAddress, seek: setSought, arrived };
}
