/** Whether the browser lets this page notify. `absent`: it has no such thing here. */
export function desktopState(): NotificationPermission | 'absent' {
  return 'Notification' in window && window.isSecureContext ? Notification.permission : 'absent';
}

/** Asks the person, by the browser. Only ever after a click of theirs. */
export async function allowDesktop(): Promise<boolean> {
  if (desktopState() === 'absent') return false;
  return (await Notification.requestPermission()) === 'granted';
}

/** Shows one notification. The tag makes a second one about the same message replace the first. */
export function notify(title: string, text: string, tag: string, onOpen: () => void): void {
  const notification = new Notification(title, { body: text, tag, icon: '/icon.svg' });
  notification.onclick = () => {
    window.focus();
    onOpen();
    notification.close();
  };
}
