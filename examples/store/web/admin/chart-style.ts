const text = { fill: "var(--muted)", fontSize: 13 } as const;

/** The look that all charts share: ink on paper, few lines. */
export const axis = {
  tick: text,
  tickLine: false,
  axisLine: { stroke: "var(--line-strong)" },
} as const;

export const grid = { stroke: "var(--line)" } as const;

export const tooltip = {
  contentStyle: {
    background: "var(--surface)",
    color: "var(--ink)",
    border: "1.5px solid var(--ink)",
    borderRadius: 3,
    fontSize: 14,
  },
  itemStyle: { color: "var(--ink)" },
  isAnimationActive: false,
} as const;

/** Whether whoever looks has asked for less movement. */
export function isCalm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Round money for axes: `$1,200`. */
export function toShortMoney(cents: number, currency: string): string {
  const format = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
    maximumFractionDigits: 0,
  });
  return format.format(cents / 100);
}
