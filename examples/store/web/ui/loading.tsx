/** A part of a page that is on its way, in boxes of about its height. */
export function Loading({ label, rows = 3 }: { readonly label: string; readonly rows?: number }) {
  return (
    <div className="loading" aria-busy="true">
      <p className="visually-hidden" role="status">
        {label}
      </p>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className="bone bone-row" />
      ))}
    </div>
  );
}
