/** What a sleeve is drawn of, in a square of 400 by 400. */
export type Shape =
  | {
      readonly kind: "rect";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly fill: string;
    }
  | {
      readonly kind: "circle";
      readonly x: number;
      readonly y: number;
      readonly r: number;
      readonly fill: string;
      readonly stroke?: string;
      readonly strokeWidth?: number;
    }
  | {
      readonly kind: "path";
      readonly d: string;
      readonly fill: string;
      readonly stroke?: string;
      readonly strokeWidth?: number;
    }
  | {
      readonly kind: "text";
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly weight: number;
      readonly fill: string;
      readonly text: string;
      readonly face: Face;
      readonly anchor?: "start" | "middle" | "end";
      readonly spacing?: number;
    };

export type Face = "sans" | "serif" | "mono";

export const rect = (x: number, y: number, width: number, height: number, fill: string): Shape => ({
  kind: "rect",
  x,
  y,
  width,
  height,
  fill,
});

export const circle = (x: number, y: number, r: number, fill: string): Shape => ({
  kind: "circle",
  x,
  y,
  r,
  fill,
});

export const ring = (
  x: number,
  y: number,
  r: number,
  stroke: string,
  strokeWidth: number,
): Shape => ({
  kind: "circle",
  x,
  y,
  r,
  fill: "none",
  stroke,
  strokeWidth,
});

export const path = (d: string, fill: string): Shape => ({ kind: "path", d, fill });

export const stroke = (d: string, color: string, strokeWidth: number): Shape => ({
  kind: "path",
  d,
  fill: "none",
  stroke: color,
  strokeWidth,
});

/** Numbers in a path need no more than a tenth. */
export const round = (value: number): number => Math.round(value * 10) / 10;
