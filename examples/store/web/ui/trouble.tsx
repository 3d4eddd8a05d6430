import { type ShownProblem, toWords } from "./problem-words.ts";

/** Why something did not work, where there is no form to say it. */
export function Trouble({ problem }: { readonly problem: ShownProblem | undefined }) {
  if (problem === undefined) return null;
  return (
    <p className="form-trouble" role="alert">
      {toWords(problem)}
    </p>
  );
}
