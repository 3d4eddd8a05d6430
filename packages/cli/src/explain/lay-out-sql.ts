/** Where a new line begins, when it is not within brackets. */
const clauses =
  /^(?:from|where|group by|having|order by|limit|returning|union(?: all)?|intersect|except|(?:left |right |full |inner |cross )?(?:outer )?join)\b/i;

/** A text, a quoted name, a bracket, a space, or a word with what hangs from it. */
const pieces = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|[()]|\s+|[^\s'"`()[\]]+/g;

/** Sets a statement in lines, each clause on one of its own. The words stay as they are. */
export function layOutSql(sql: string): readonly string[] {
  const lines: string[] = [""];
  let depth = 0;
  let isJoin = false;
  for (const { 0: piece, index } of sql.matchAll(pieces)) {
    if (piece === "(") depth++;
    else if (piece === ")") depth--;
    const isClause = depth === 0 && clauses.test(sql.slice(index));
    // `left join` begins one line, not two.
    if (isClause && !isJoin && lines.at(-1)!.trim() !== "") lines.push("");
    if (piece.trim() !== "") isJoin = isClause && !/^join$/i.test(piece) && isJoinAt(sql, index);
    lines[lines.length - 1] += /^\s+$/.test(piece) ? " " : piece;
  }
  return lines.map((line) => line.trim());
}

function isJoinAt(sql: string, index: number): boolean {
  return /^(?:\w+\s+){1,2}join\b/i.test(sql.slice(index));
}
