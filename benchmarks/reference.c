/* The two hottest mechanisms of a year by hand, on one core: the yearly assessment
 * (mechanisms/threat.assess: strengths, what an attacker meets, prospects and quantal response of
 * both types with elasticities, threats) and the worth of pledges (mechanisms/alignment.helps).
 *
 * A block holds LANES worlds, one to a SIMD lane; blocks follow one another in memory. An array
 * of a block is [n][LANES] or [n][n][LANES]: the runs last, as in the package. The derivatives
 * that the package leaves to forward-mode differentiation are written out: dX is dX/dz.
 */
#include <math.h>
#include <string.h>

#define LANES 16
#define TILE 4
#define SPAN 32 /* third states added at a time, so that a panel stays in the first cache */
#define EACH_LANE _Pragma("omp simd") for (int l = 0; l < LANES; l++)

typedef float lanes __attribute__((vector_size(4 * LANES), aligned(4 * LANES)));

/* Field order: reference.py fills these by name, in this order. */
typedef struct {
    const float *resources, *growth, *arms, *posture, *openness, *capture, *perceived_defence,
        *nuclear, *alive, *joined, *abstained, *fear, *leader_confidence, *worst_case, *good_news;
    const float *delivery, *pact, *belief, *trade, *transparency, *hotline, *withdrawal, *stake,
        *threat;
} World;

typedef struct {
    float *attack, *defend, *bias, *opening_greedy, *opening_secure, *evidence_quiet;
    float *met, *odds, *threat, *by_defence, *by_attack, *by_belief, *by_doubt, *evidence_demand, *evidence_total,
        *crisis, *helped;
} Seen;

typedef struct {
    float decisiveness, defence_advantage, distinguishability, surprise, unarmed_resistance,
        stake_size, war_cost, nuclear_cost, crisis_cost, total_cost, misjudgement, accident,
        annexation, waste, shift_years, patience, sanction, enforcement, temperature_crisis, horizon,
        restraint, depreciation, reliability, greedy_share, greed, breach, volunteers, agenda,
        trade_gain, discount, audience, capture_gain, prestige;
    float on_response, on_limited_war, on_total_war, on_preventive_war, on_annexation,
        on_accidents, on_hotlines, on_withdrawals, on_regime, on_capture, on_goals;
} Numbers;

static inline float least(float a, float b) { return a < b ? a : b; }
static inline float most(float a, float b) { return a > b ? a : b; }
static inline float share_of(float x) { return least(most(x, 0.0f), 1.0f); }

static inline float exp_of(float x) {
    x = least(most(x, -87.0f), 88.0f);
    float k = rintf(x * 1.44269504f), r = x - k * 0.69314718f;
    float y = 1.0f + r * (1.0f + r * (0.5f + r * (0.16666667f + r * (0.041666667f
            + r * (0.0083333333f + r * 0.0013888889f)))));
    int bits = ((int)k + 127) << 23;
    float scale;
    memcpy(&scale, &bits, 4);
    return y * scale;
}

static inline float log_of(float x) {
    int bits;
    memcpy(&bits, &x, 4);
    int e = (bits - 0x3f3504f3) >> 23, rest = bits - (e << 23);
    float m;
    memcpy(&m, &rest, 4);
    float s = (m - 1.0f) / (m + 1.0f), q = s * s;
    float series = 0.66666667f + q * (0.4f + q * (0.28571429f + q * 0.22222222f));
    return (float)e * 0.69314718f + 2.0f * s + s * q * series;
}

static inline float chance(float z) { return 1.0f / (1.0f + exp_of(-z)); }

/* Panels for a sum over k: panel(m)[tile][k][TILE] is a matrix [k][column], padded by zeros. */
static void pack(lanes *panel, const lanes *matrix, int n) {
    int tiles = (n + TILE - 1) / TILE;
    for (int t = 0; t < tiles; t++)
        for (int k = 0; k < n; k++)
            for (int a = 0; a < TILE; a++) {
                int column = t * TILE + a;
                panel[(t * n + k) * TILE + a] =
                    column < n ? matrix[k * n + column] : (lanes){0};
            }
}

/* into[i][j] += sum_k a[k][i] b[k][j] + c[k][i] d[k][j]; all four as panels. */
static void add_products(lanes *into, const lanes *a, const lanes *b, const lanes *c,
                         const lanes *d, int n) {
    int tiles = (n + TILE - 1) / TILE;
    for (int first = 0; first < n; first += SPAN) {
        int last = first + SPAN < n ? first + SPAN : n;
        for (int ti = 0; ti < tiles; ti++)
            for (int tj = 0; tj < tiles; tj++) {
                lanes sum[TILE][TILE] = {{{0}}};
                for (int k = first; k < last; k++) {
                    const lanes *pa = a + (ti * n + k) * TILE, *pb = b + (tj * n + k) * TILE;
                    const lanes *pc = c + (ti * n + k) * TILE, *pd = d + (tj * n + k) * TILE;
                    for (int i = 0; i < TILE; i++)
                        for (int j = 0; j < TILE; j++)
                            sum[i][j] += pa[i] * pb[j] + pc[i] * pd[j];
                }
                for (int i = 0; i < TILE && ti * TILE + i < n; i++)
                    for (int j = 0; j < TILE && tj * TILE + j < n; j++)
                        into[(ti * TILE + i) * n + tj * TILE + j] += sum[i][j];
            }
    }
}

/* pledges.defended: D_j(i) = own_j + sum_k free_ki pledged_kj + hope_i fear_ki arrives_kj. */
static void defended(World w, Numbers p, Seen out, int n, float *scratch) {
    int cells = n * n * LANES, panel = (n + TILE) * n * LANES;
    float *free_ = scratch, *fear = free_ + cells, *pledged = fear + cells;
    float *arrives = pledged + cells, *panels = arrives + cells;
    for (int k = 0; k < n; k++) {
        float total[LANES] = {0};
        for (int i = 0; i < n; i++)
            EACH_LANE total[l] += w.threat[(k * n + i) * LANES + l];
        for (int i = 0; i < n; i++)
            EACH_LANE {
                int at = (k * n + i) * LANES + l, s = i * LANES + l;
                float rho = w.joined[s] / (w.joined[s] + w.abstained[s]);
                float hope = p.on_response * p.volunteers * rho;
                float open = (w.pact[at] == 0.0f && i != k) ? 1.0f : 0.0f;
                float brought = w.delivery[at] * out.defend[k * LANES + l];
                free_[at] = open;
                fear[at] = hope * open * w.threat[at] / most(total[l], 1e-9f);
                pledged[at] = p.reliability * w.pact[at] * brought;
                arrives[at] = open * brought;
                out.met[(i * n + k) * LANES + l] =
                    out.defend[k * LANES + l]
                    + p.unarmed_resistance * w.resources[k * LANES + l] / p.depreciation;
            }
    }
    const float *from[4] = {free_, pledged, fear, arrives};
    for (int m = 0; m < 4; m++) pack((lanes *)(panels + m * panel), (const lanes *)from[m], n);
    add_products((lanes *)out.met, (lanes *)panels, (lanes *)(panels + panel),
                 (lanes *)(panels + 2 * panel), (lanes *)(panels + 3 * panel), n);
}

/* What one type's challenge of one target comes to. */
typedef struct {
    float demand, total, e_demand, e_total, rate, slope, d_rate;
} Challenge;

/* What a challenge depends on, whatever the type. */
typedef struct {
    float win, later, stake, pie, share, cost, top, prize, trade, fixed, obligation, at_issue,
        capture, slip, r, there, prior, resources;
} Pair;

static inline Challenge challenge(Pair q, float greed, Numbers p) {
    float d_win = q.win * (1.0f - q.win), d_later = q.later * (1.0f - q.later);
    float worth = q.share * (1.0f + greed * q.resources) * q.capture;
    float own_top = 2.0f * q.cost / most(worth, 1e-9f);
    /* bargaining.expected_demand */
    float error = 1.7320508f * p.misjudgement * d_win, d_error = error * (1.0f - 2.0f * q.win);
    float width = own_top + 2.0f * error, per_width = 1.0f / width;
    float raw = (q.win - q.stake + error) * per_width;
    float credible = share_of(raw), inside = (raw > 0.0f && raw < 1.0f) ? 1.0f : 0.0f;
    float d_credible = inside * (d_win + d_error - credible * 2.0f * d_error) * per_width;
    float cost = 0.5f * credible * own_top, d_cost = 0.5f * d_credible * own_top;
    float by_chance = 0.5f * credible * width, sure = q.win - q.stake - 0.5f * own_top;
    float d_by_chance = 0.5f * d_credible * width + credible * d_error;
    float surplus = most(by_chance, sure), d_surplus = by_chance > sure ? d_by_chance : d_win;
    float judged = q.stake + cost + surplus;
    float d_judged = judged < 1.0f ? d_cost + d_surplus : 0.0f;
    judged = least(judged, 1.0f);
    /* bargaining.best_demand */
    float per_top = 1.0f / q.top, room = q.top - cost;
    float demand = judged + 0.5f * most(room, 0.0f);
    float d_demand = demand < 1.0f ? d_judged - (room > 0.0f ? 0.5f * d_cost : 0.0f) : 0.0f;
    demand = least(demand, 1.0f);
    float risk = (demand - judged) * per_top;
    float d_risk = (risk > 0.0f && risk < 1.0f) ? (d_demand - d_judged) * per_top : 0.0f;
    risk = share_of(risk);
    float peace = demand - q.stake, war_gain = judged - cost - q.stake;
    float gain = (1.0f - risk) * peace + risk * war_gain;
    float d_gain = (1.0f - risk) * d_demand + risk * (d_judged - d_cost)
        + d_risk * (war_gain - peace);
    float war = (demand - q.win) * per_top;
    float d_war = (war > 0.0f && war < 1.0f) ? (d_demand - d_win) * per_top : 0.0f;
    war = share_of(war);
    /* prospects.prospects */
    float slips = war + (1.0f - war) * q.slip;
    d_war = d_credible * slips + credible * d_war * (1.0f - q.slip);
    war = credible * slips;
    d_gain = d_credible * gain + credible * d_gain;
    gain = credible * gain;
    float motive = q.win - p.patience * q.later - (1.0f - p.patience) * (1.0f + 0.5f * own_top);
    float d_motive = motive > 0.0f ? p.on_preventive_war * (d_win - p.patience * d_later) : 0.0f;
    motive = p.on_preventive_war * most(motive, 0.0f);
    float conquest = q.win * q.win * q.win * q.prize;
    float d_conquest = 3.0f * q.win * q.win * d_win * q.prize;
    float per_temperature = 1.0f / p.temperature_crisis;
    float per_gain = q.capture * (q.share + greed * q.pie);
    float per_land = q.capture * (1.0f / q.r + greed);
    float law = q.obligation + p.on_goals * p.prestige, issue = q.share + q.at_issue;
    Challenge c;
    c.demand = (law - q.fixed + per_gain * gain - q.trade * war) * per_temperature + q.prior;
    float d_value = (per_gain * d_gain - q.trade * d_war) * per_temperature;
    c.total = (law - (1.0f + p.total_cost) * q.fixed + per_land * conquest + issue * motive
               - 2.0f * q.cost - q.trade) * per_temperature + q.prior;
    float d_total = (per_land * d_conquest + issue * d_motive) * per_temperature;
    /* propensity.propensity */
    float vague = p.misjudgement * d_total, spread = 2.0f * q.cost * per_temperature;
    c.total += least(0.5f * vague * vague + spread * spread / 6.0f, 2.0f);
    c.e_demand = p.on_limited_war * q.there * exp_of(least(c.demand, 60.0f));
    c.e_total = p.on_total_war * q.there * exp_of(least(c.total, 60.0f));
    c.rate = c.e_demand * war + c.e_total;
    c.slope = c.e_demand * d_value + c.e_total * d_total;
    c.d_rate = c.e_demand * (war * d_value + d_war) + c.e_total * d_total;
    return c;
}

/* One row of attacker i over all targets, for both types, before the sum over options is known. */
typedef struct {
    float *wins, *steep, *slope, *demand, *total, *crisis;
} Row;

static inline Pair pair_of(World w, Numbers p, float odds, int i, int j, int n, int l) {
    int s = i * LANES + l, o = j * LANES + l, at = (i * n + j) * LANES + l;
    Pair q;
    q.resources = w.resources[s];
    q.r = most(w.resources[s], 1e-6f);
    float r_j = most(w.resources[o], 1e-6f), smaller = least(q.r, r_j);
    float dear = w.nuclear[s] * w.nuclear[o] > 0.0f ? most(p.war_cost, p.nuclear_cost)
                                                    : p.war_cost;
    q.win = chance(odds);
    q.later = chance(odds + p.decisiveness * p.shift_years * (w.growth[s] - w.growth[o]));
    q.stake = w.stake[at];
    q.pie = p.stake_size * w.delivery[at] * smaller;
    q.share = q.pie / q.r;
    q.cost = dear * smaller / q.r;
    q.top = 2.0f * dear / (p.stake_size * most(w.delivery[at], 1e-6f));
    q.prize = p.on_annexation * p.annexation * (1.0f - p.waste) * w.delivery[at] * w.resources[o];
    float lost = 1.0f / (1.0f - p.discount * (1.0f - p.agenda / 6.0f));
    q.trade = p.trade_gain * w.delivery[at] * 2.0f * w.resources[o]
        / (w.resources[s] + w.resources[o] + 1e-9f) * w.trade[at] * lost;
    q.fixed = p.crisis_cost * (1.0f + p.on_regime * p.audience * w.openness[s]);
    q.obligation = -(w.pact[at] > 0.0f ? p.breach : 0.0f) - p.enforcement * p.sanction;
    q.at_issue = p.horizon * w.threat[at];
    q.capture = 1.0f + p.on_capture * p.capture_gain * w.capture[s];
    q.slip = p.on_accidents * p.accident * (1.0f - p.on_hotlines * w.hotline[at]);
    q.there = i == j ? 0.0f : w.alive[s] * w.alive[o];
    return q;
}

static inline void keep(Row row, Challenge c, float win, float *weight, float *opening, int o) {
    *weight += c.e_demand + c.e_total;
    *opening += c.slope;
    row.wins[o] = win * c.rate;
    row.steep[o] = 1.0f - win + c.d_rate / most(c.rate, 1e-20f);
    row.slope[o] = c.slope;
    row.demand[o] = c.demand;
    row.total[o] = c.total;
    row.crisis[o] = c.e_demand;
}

static void judge_row(World w, Numbers p, Seen out, Row row[2], const float *prior,
                      float weight[2][LANES], float opening[2][LANES], int i, int n) {
    for (int j = 0; j < n; j++)
        EACH_LANE {
            int s = i * LANES + l, at = (i * n + j) * LANES + l, o = j * LANES + l;
            float near = p.surprise * w.delivery[at];
            float edge = 1.0f + near * (1.0f - p.on_withdrawals * w.withdrawal[at]);
            float arriving = w.delivery[at] * out.attack[s] * edge;
            float odds = p.decisiveness
                    * (log_of(most(arriving, 1e-6f)) - log_of(most(out.met[at], 1e-6f)))
                - log_of(p.defence_advantage) + out.bias[s];
            out.odds[at] = odds;
            Pair q = pair_of(w, p, odds, i, j, n, l);
            q.prior = prior[l];
            keep(row[0], challenge(q, p.greed, p), q.win, weight[0] + l, opening[0] + l, o);
            keep(row[1], challenge(q, 0.0f, p), q.win, weight[1] + l, opening[1] + l, o);
        }
}

/* threat.mixed, threat.steepness: what attacker i's row means for each target j, written at [j][i]. */
static void combine_row(World w, Numbers p, Seen out, Row row[2], float weight[2][LANES],
                        float opening[2][LANES], int i, int n) {
    float per[2][LANES], lean[LANES];
    EACH_LANE {
        int s = i * LANES + l;
        per[0][l] = 1.0f / weight[0][l];
        per[1][l] = 1.0f / weight[1][l];
        lean[l] = log_of(weight[1][l]) - log_of(weight[0][l]);
        opening[0][l] *= per[0][l];
        opening[1][l] *= per[1][l];
        out.evidence_quiet[s] = lean[l];
        out.opening_greedy[s] = p.temperature_crisis * p.decisiveness * opening[0][l];
        out.opening_secure[s] = p.temperature_crisis * p.decisiveness * opening[1][l];
    }
    for (int j = 0; j < n; j++)
        EACH_LANE {
            int at = (i * n + j) * LANES + l, victim = (j * n + i) * LANES + l;
            int o = j * LANES + l;
            float fearful = w.worst_case[o] + (1.0f - w.worst_case[o]) * w.fear[o];
            float omega = fearful * (1.0f - w.good_news[o] * w.transparency[victim]);
            float belief = w.belief[victim], doubt = belief + omega * (1.0f - belief);
            float allied = w.pact[victim] > 0.0f ? 1.0f : 0.0f;
            float bound = 1.0f - p.restraint * allied * (1.0f - belief);
            float wins_g = row[0].wins[o] * per[0][l], wins_s = row[1].wins[o] * per[1][l];
            float part_g = doubt * wins_g, part_s = (1.0f - doubt) * wins_s;
            float mixed = part_g + part_s, per_mixed = 1.0f / most(mixed, 1e-20f);
            float own_g = row[0].steep[o] - row[0].slope[o] * per[0][l];
            float own_s = row[1].steep[o] - row[1].slope[o] * per[1][l];
            float row_g = row[0].steep[o] - opening[0][l];
            float row_s = row[1].steep[o] - opening[1][l];
            out.threat[victim] = least(mixed * bound, 0.999f);
            out.by_defence[victim] =
                -p.decisiveness * (part_g * own_g + part_s * own_s) * per_mixed;
            out.by_attack[victim] =
                p.decisiveness * (part_g * row_g + part_s * row_s) * per_mixed;
            out.by_doubt[victim] = (wins_g - wins_s) * bound;
            out.by_belief[victim] =
                (1.0f - omega) * out.by_doubt[victim] + mixed * p.restraint * allied;
            out.evidence_demand[at] = row[0].demand[o] - row[1].demand[o] + lean[l];
            out.evidence_total[at] = row[0].total[o] - row[1].total[o] + lean[l];
            out.crisis[at] = p.greedy_share * row[0].crisis[o] * per[0][l]
                + (1.0f - p.greedy_share) * row[1].crisis[o] * per[1][l];
        }
}

static void strengths(World w, Numbers p, Seen out, int n) {
    for (int s = 0; s < n * LANES; s++) {
        float d = p.distinguishability;
        out.attack[s] = w.arms[s] * most(1.0f - d + d * w.posture[s], 0.01f);
        out.defend[s] = w.arms[s] * most(1.0f - d + d * (1.0f - w.posture[s]), 0.01f);
        out.bias[s] = log_of(w.leader_confidence[s]) - log_of(w.perceived_defence[s]);
    }
}

static void assess_block(World w, Numbers p, Seen out, int n, float *scratch) {
    strengths(w, p, out, n);
    defended(w, p, out, n, scratch);
    Row row[2];
    for (int t = 0; t < 2; t++) {
        float *at = scratch + t * 6 * n * LANES;
        row[t] = (Row){at, at + n * LANES, at + 2 * n * LANES, at + 3 * n * LANES,
                       at + 4 * n * LANES, at + 5 * n * LANES};
    }
    for (int i = 0; i < n; i++) {
        float weight[2][LANES], opening[2][LANES] = {{0}};
        for (int t = 0; t < 2; t++)
            EACH_LANE weight[t][l] = 1.0f;
        float prior[LANES] = {0};
        for (int j = 0; j < n; j++)
            EACH_LANE {
                float there = i == j ? 0.0f : w.alive[i * LANES + l] * w.alive[j * LANES + l];
                prior[l] += w.delivery[(i * n + j) * LANES + l] * there;
            }
        EACH_LANE prior[l] = -log_of(most(prior[l], 0.5f));
        judge_row(w, p, out, row, prior, weight, opening, i, n);
        combine_row(w, p, out, row, weight, opening, i, n);
    }
}

/* contest.TINY: what divides is at least this. */
static const float tiny = 1e-6f;

/* alignment.helps: sum_j e_ji s_ji h / (D_ji + grow h), h = brings_ik free_jk. */
static void helps_block(World w, Numbers p, Seen out, int n, float *scratch) {
    int cells = n * n * LANES;
    float *free_ = scratch, *panel = free_ + cells, *rows = panel + (n + TILE) * n * LANES;
    lanes *push = (lanes *)rows, *grown = push + n, *met = grown + n;
    for (int j = 0; j < n; j++) /* free[j][k] = others[k][j] */
        for (int k = 0; k < n; k++)
            EACH_LANE free_[(j * n + k) * LANES + l] =
                (w.pact[(k * n + j) * LANES + l] == 0.0f && j != k) ? 1.0f : 0.0f;
    pack((lanes *)panel, (const lanes *)free_, n);
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            int at = i * n + j;
            lanes threat = ((lanes *)out.threat)[at], steep = -((lanes *)out.by_defence)[at];
            push[j] = p.horizon * threat / (1.0f - threat) * steep;
            EACH_LANE ((float *)&grown[j])[l] = most(((float *)&steep)[l], -((float *)&steep)[l]);
            met[j] = ((lanes *)out.met)[j * n + i];
        }
        for (int t = 0; t < (n + TILE - 1) / TILE; t++) {
            lanes brings[TILE], allied[TILE], sum[TILE] = {{0}};
            for (int a = 0; a < TILE; a++) {
                int k = t * TILE + a < n ? t * TILE + a : n - 1;
                float *b = (float *)&brings[a], *with = (float *)&allied[a];
                EACH_LANE {
                    int at = (k * n + i) * LANES + l;
                    float depth = w.pact[at] > 0.0f ? w.pact[at] : 1.0f;
                    b[l] = p.reliability * depth * w.delivery[at] * out.defend[k * LANES + l];
                    with[l] = w.pact[(i * n + k) * LANES + l] > 0.0f ? 1.0f : 0.0f;
                }
            }
            const lanes *can = (const lanes *)panel + t * n * TILE;
            for (int j = 0; j < n; j++)
                for (int a = 0; a < TILE; a++) {
                    lanes useful = brings[a] * can[j * TILE + a];
                    lanes grow = grown[j] * (1.0f - allied[a]) - allied[a];
                    lanes under = met[j] + grow * useful;
                    EACH_LANE ((float *)&under)[l] = most(((float *)&under)[l], tiny);
                    sum[a] += push[j] * useful / under;
                }
            for (int a = 0; a < TILE && t * TILE + a < n; a++)
                ((lanes *)out.helped)[i * n + t * TILE + a] = sum[a];
        }
    }
}

#define STATE_FIELDS 15
#define SEEN_STATE_FIELDS 6

/* The same structure, moved on by so many blocks: arrays of states first, then of pairs. */
static void move(const void *all, void *one, int fields, int states, int n, int block) {
    float *const *from = all;
    float **to = one;
    for (int f = 0; f < fields; f++)
        to[f] = from[f] + (size_t)block * LANES * (f < states ? n : n * n);
}

size_t scratch_floats(int n) { return (size_t)LANES * n * (8 * n + 4 * TILE + 16); }

static void every(void (*work)(World, Numbers, Seen, int, float *), const World *w,
                  const Numbers *p, const Seen *out, int n, int blocks, float *scratch) {
    for (int b = 0; b < blocks; b++) {
        World here;
        Seen there;
        move(w, &here, sizeof(World) / sizeof(float *), STATE_FIELDS, n, b);
        move(out, &there, sizeof(Seen) / sizeof(float *), SEEN_STATE_FIELDS, n, b);
        work(here, *p, there, n, scratch);
    }
}

void assess(const World *w, const Numbers *p, const Seen *out, int n, int blocks, float *scratch) {
    every(assess_block, w, p, out, n, blocks, scratch);
}

void helps(const World *w, const Numbers *p, const Seen *out, int n, int blocks, float *scratch) {
    every(helps_block, w, p, out, n, blocks, scratch);
}

void met(const World *w, const Numbers *p, const Seen *out, int n, int blocks, float *scratch) {
    every(defended, w, p, out, n, blocks, scratch);
}
