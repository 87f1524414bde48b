/** The rooms looked at in this page, the latest first. */
let visits: readonly string[] = [];

export function noteVisit(roomId: string | null): void {
  if (roomId === null || visits[0] === roomId) return;
  visits = [roomId, ...visits.filter((id) => id !== roomId)];
}

export function latestVisits(): readonly string[] {
  return visits;
}
