/** The places of a record's page while the record is on its way. */
export function RecordBones() {
  return (
    <div className="page record" aria-busy="true">
      <p className="visually-hidden" role="status">
        Fetching the record from its shelf…
      </p>
      <div className="record-top" aria-hidden="true">
        <div className="record-picture">
          <div className="jacket">
            <span className="bone sleeve" />
          </div>
        </div>
        <div className="record-words">
          <span className="bone bone-genre" />
          <span className="bone bone-title" />
          <span className="bone bone-artist" />
          <span className="bone bone-box" />
        </div>
      </div>
    </div>
  );
}
