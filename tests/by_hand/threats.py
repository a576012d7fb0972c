"""How dangerous others are, what acts say of their author, and what others will answer."""

from math import exp, log

from by_hand.world import GREEDY, SECURE, World, bayes, clip, logistic

STEP = 1e-30  # of a complex argument: f(x + ih).imag / h is f'(x) to the last digit
NEVER = 1e-15  # rate of attack that counts as none


class Threats(World):
    """A year assessed: `assess`, then `respond`. Derivatives are taken by a complex step."""

    def propensity(self, kind: int) -> None:
        """What a type does as others see it: chances of attack and how they move."""
        p = self.p
        wants = {"consumption": 1.0, "power": 0.0, "greed": p.greed * kind}
        self.u, self.rate, self.lean, self.opening, self.steep = {}, {}, {}, {}, {}
        for i in self.there:
            others, d_u, war, d_war, e = [j for j in self.there if j != i], {}, {}, {}, {}
            for j in others:
                *terms, risk = self.challenge(
                    i, j, complex(self.z[i, j], STEP), wants, self.share(i, j), None
                )
                war[j], d_war[j] = risk.real, risk.imag / STEP
                for which, a in enumerate(terms):
                    value = a["consumption"] + wants["greed"] * a["greed"] + a["obligation"]
                    value += a["effort"] + a.get("survival", 0.0)
                    self.u[i, j, which] = value.real / p.temperature_crisis + self.attention(i)
                    d_u[j, which] = value.imag / STEP / p.temperature_crisis
                cost = self.war_cost(i, j) * min(self.R[i], self.R[j]) / self.R[i]
                spread = (p.misjudgement * d_u[j, 1]) ** 2 / 2.0
                spread += (2.0 * cost / p.temperature_crisis) ** 2 / 6.0
                self.u[i, j, 1] += min(spread, 2.0)
                for which in (0, 1):
                    e[j, which] = exp(min(self.u[i, j, which], 60.0))
            weight = 1.0 + sum(e.values())
            self.lean[i] = -log(weight)
            self.opening[i] = sum(e[at] * d_u[at] for at in e) / weight
            for j in others:
                win, rate = logistic(self.z[i, j]), e[j, 0] * war[j] + e[j, 1]
                d_rate = e[j, 0] * (war[j] * d_u[j, 0] + d_war[j]) + e[j, 1] * d_u[j, 1]
                self.rate[i, j] = win * rate / weight
                alone = (1.0 - win) + d_rate / max(rate, NEVER)
                bend = (e[j, 0] * d_u[j, 0] + e[j, 1] * d_u[j, 1]) / weight
                self.steep[i, j] = (alone - bend, alone - self.opening[i])

    def assess(self) -> None:
        p, by_type = self.p, {}
        self.strengths()
        self.meet()
        for kind in (GREEDY, SECURE):
            self.propensity(kind)
            by_type[kind] = (self.u, self.rate, self.lean, self.opening, self.steep)
        (u1, l1, quiet1, open1, e1), (u0, l0, quiet0, open0, e0) = by_type[1], by_type[0]
        self.gate = {GREEDY: open1, SECURE: open0}  # inclusive value per log odds, temperatures
        self.said_quiet = {i: quiet1[i] - quiet0[i] for i in self.there}
        self.said = {at: u1[at] - u0[at] + self.said_quiet[at[0]] for at in u1}
        self.l, self.by_defence, self.by_attack, self.by_belief = {}, {}, {}, {}
        for i, j in self.pairs:
            b, omega = self.c.belief[i, j], self.t["worst_case"]
            doubt, held = b + omega * (1.0 - b), p.restraint * (self.pact[i, j] > 0)
            parts = doubt * l1[j, i], (1.0 - doubt) * l0[j, i]
            mixed = max(sum(parts), NEVER)
            own, row = ((parts[0] * e1[j, i][k] + parts[1] * e0[j, i][k]) / mixed for k in (0, 1))
            self.l[i, j] = min(sum(parts) * (1.0 - held * (1.0 - b)), 0.999)
            self.by_defence[i, j] = p.decisiveness * own  # fall of ln l per ln of what is met
            self.by_attack[i, j] = p.decisiveness * row
            gap = l1[j, i] - l0[j, i]
            self.by_belief[i, j] = (1.0 - omega) * gap * (1.0 - held * (1.0 - b))
            self.by_belief[i, j] += sum(parts) * held
        self.total = {i: sum(self.l[i, j] for j in self.there if j != i) for i in self.there}

    # Expected response

    def respond(self) -> None:
        p = self.p
        self.strength, self.heard, self.standing = {}, {}, {}
        for i in self.there:
            rho = self.c.joined[i] / (self.c.joined[i] + self.c.abstained[i])
            self.strength[i], weights = 0.0, {}
            for j in (k for k in self.there if k != i):
                psi = p.horizon * self.l[i, j] / (1.0 - self.l[i, j]) * self.by_attack[i, j]
                all_told = max(self.total[j], 1e-3)
                stronger = clip(self.l[j, i] * self.by_attack[j, i] / all_told, -0.5, 0.5)
                greedier = clip(self.by_belief[j, i] / all_told, -0.5, 0.5)
                self.strength[i] -= rho * psi * stronger
                weights[j] = -rho * psi * greedier
            self.heard[i] = sum(weights.values())
            down = {j: min(w, 0.0) for j, w in weights.items()}
            seen = sum(w * self.c.belief[j, i] for j, w in down.items())
            self.standing[i] = seen / min(sum(down.values()), -1e-12)

    def echo(self, i: int, said: float) -> float:
        """What others' change of belief is worth to i."""
        moved = bayes(self.standing[i], self.p.tempering * said) - self.standing[i]
        return self.heard[i] * moved
