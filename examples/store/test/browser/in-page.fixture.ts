// All of this runs in the page: it may use nothing from here.

/** `true`, or what has the focus without showing it. */
export function hasVisibleFocus(): true | string {
  const element = document.activeElement;
  if (element === null || element === document.body) return true;
  const candidates = [
    element,
    element.closest(".card")?.querySelector(".jacket"),
    element.closest(".region"),
    element.parentElement?.closest(".choice label")?.querySelector("span"),
  ];
  const isOutlined = candidates.some((each) => {
    if (each === null || each === undefined) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
  });
  return isOutlined || element.outerHTML.slice(0, 120);
}

/** By how many pixels the page is wider than the screen. */
export function overflow(): number {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth - clientWidth;
}

/** Controls smaller than WCAG 2.2's 24 by 24 pixels, but for links in running text. */
export function findSmallTargets(): string[] {
  return [...document.querySelectorAll("button, select, input:not([aria-hidden]), a.button")]
    .filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      return width > 0 && (width < 24 || height < 24) && element.closest("label") === null;
    })
    .map((element) => element.outerHTML.slice(0, 120));
}

/** Of fields, those that no label names. */
export function findUnlabelled(elements: readonly Element[]): string[] {
  return elements
    .filter((element) => (element as HTMLInputElement).labels?.length === 0)
    .map((element) => element.outerHTML.slice(0, 120));
}
