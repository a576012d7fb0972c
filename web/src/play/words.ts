import type { Question, Seat } from "../types";

export const PHASES: Record<Seat["phase"], string> = {
  plan: "Plans for the year",
  answer: "Demands on your state",
  join: "Wars of others",
  over: "End",
};

/** The headings of questions, in their order. */
const HEADINGS: Partial<Record<Question["field"], string>> = {
  signal: "Signals and agreements",
  agreements: "Signals and agreements",
  caps: "Signals and agreements",
  pacts: "Pacts",
  arms: "Arms and posture",
  crisis: "Crisis",
  answers: "Demands on your state",
  joins: "Wars of others",
};

export function grouped(questions: Question[]): { heading: string; questions: Question[] }[] {
  const groups: { heading: string; questions: Question[] }[] = [];
  for (const question of questions) {
    const heading = HEADINGS[question.field] ?? question.field;
    const group = groups.find((g) => g.heading === heading);
    if (group) group.questions.push(question);
    else groups.push({ heading, questions: [question] });
  }
  return groups;
}
