import { memo } from "react";

import { drawSleeve, type Subject } from "./draw.ts";
import type { Face, Shape } from "./shape.ts";

const faces: Record<Face, string> = {
  sans: '"Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif',
  serif: '"Iowan Old Style", "Palatino Linotype", Palatino, "Liberation Serif", Georgia, serif',
  mono: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
};

/** A record's sleeve. Decoration: what it says stands beside it as text. */
export const Sleeve = memo(function Sleeve({ title, artist, genre }: Subject) {
  const { palette, shapes } = drawSleeve({ title, artist, genre });
  return (
    <svg className="sleeve" viewBox="0 0 400 400" aria-hidden="true" focusable="false">
      <rect width="400" height="400" fill={palette.ground} />
      {shapes.map((shape, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- A drawing never changes its order.
        <Drawn key={index} shape={shape} />
      ))}
    </svg>
  );
});

function Drawn({ shape }: { readonly shape: Shape }) {
  if (shape.kind === "rect") {
    const { kind: _, ...rest } = shape;
    return <rect {...rest} />;
  }
  if (shape.kind === "circle") {
    const { kind: _, x, y, ...rest } = shape;
    return <circle cx={x} cy={y} {...rest} />;
  }
  if (shape.kind === "path") {
    const { kind: _, ...rest } = shape;
    return <path {...rest} />;
  }
  return (
    <text
      x={shape.x}
      y={shape.y}
      fontSize={shape.size}
      fontWeight={shape.weight}
      fontFamily={faces[shape.face]}
      fill={shape.fill}
      textAnchor={shape.anchor}
      letterSpacing={shape.spacing}
    >
      {shape.text}
    </text>
  );
}
