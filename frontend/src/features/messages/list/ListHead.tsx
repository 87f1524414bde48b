import { HEAD_PX } from '../scroll/scroll-target.js';
import { LoadPageButton } from './LoadPageButton.js';

interface ListHeadProps {
  hasOlder: boolean;
  loading: boolean;
  failed: boolean;
  onOlder(): void;
}

export function ListHead({ hasOlder, loading, failed, onOlder }: ListHeadProps) {
  return (
    <div className="list-head" style={{ height: HEAD_PX }}>
      {hasOlder ? (
        <LoadPageButton which="older" loading={loading} failed={failed} onLoad={onOlder} />
      ) : (
        <p className="quiet">This is where the conversation begins.</p>
      )}
    </div>
  );
}
