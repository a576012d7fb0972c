import type { Question, Seat } from "../types";

export const PHASES: Record<Seat["phase"], string> = {
  plan: "Plans for the year",
  answer: "Demands on your state",
  join: "Wars of others",
  over: "End",
};

/** Questions of one heading together, in the order of their first. */
export function grouped(questions: Question[]): { heading: string; questions: Question[] }[] {
  const groups: { heading: string; questions: Question[] }[] = [];
  for (const question of questions) {
    const group = groups.find((g) => g.heading === question.heading);
    if (group) group.questions.push(question);
    else groups.push({ heading: question.heading, questions: [question] });
  }
  return groups;
}
