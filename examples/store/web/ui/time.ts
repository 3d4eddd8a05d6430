const day = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
const minute = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

/** Epoch milliseconds as a day: `Nov 21, 2026`. */
export const toDay = (time: number): string => day.format(time);

/** Epoch milliseconds to the minute. */
export const toMinute = (time: number): string => minute.format(time);
