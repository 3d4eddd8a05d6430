import { drawSleeve, type Subject } from "./draw.ts";

const grooves = [194, 188, 182, 176, 166, 160, 154, 148, 142, 130, 124, 118, 112, 106, 100, 94, 88];

/** The record itself, its label in the inks of the sleeve. Decoration. */
export function Disc(subject: Subject) {
  const { palette } = drawSleeve(subject);
  return (
    <svg className="disc" viewBox="0 0 400 400" aria-hidden="true" focusable="false">
      <circle cx="200" cy="200" r="199" fill="#0c0c0d" stroke="#3b3b40" strokeWidth="2" />
      {grooves.map((r) => (
        <circle key={r} cx="200" cy="200" r={r} fill="none" stroke="#26262a" strokeWidth="1.2" />
      ))}
      <path
        d="M200 200L120 18A199 199 0 0 1 180 2z M200 200L280 382A199 199 0 0 1 220 398z"
        fill="#fff"
        opacity=".07"
      />
      <circle cx="200" cy="200" r="70" fill={palette.a} />
      <circle cx="200" cy="200" r="62" fill="none" stroke={palette.ground} strokeWidth="2" />
      <path d="M152 200a48 48 0 0 1 96 0z" fill={palette.b} />
      <circle cx="200" cy="200" r="7" fill="#f3f2ee" />
    </svg>
  );
}
