const GAP_PX = 4;
const MARGIN_PX = 8;

/** Below the button and in line with it; above or to the left where there is no room. */
export function placeMenu(menu: HTMLElement, button: HTMLElement): void {
  const { left, right, top, bottom } = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const fitsRight = left + width <= innerWidth - MARGIN_PX;
  const x = fitsRight ? left : Math.max(MARGIN_PX, right - width);
  const below = bottom + GAP_PX;
  const fitsBelow = below + height <= innerHeight - MARGIN_PX;
  const y = fitsBelow ? below : Math.max(MARGIN_PX, top - GAP_PX - height);
  menu.style.left = `${Math.round(x)}px`;
  menu.style.top = `${Math.round(y)}px`;
}
