story A fixed term ends by itself; extended on its last day or the day it ends, it goes on

2024-03-01 hired Kkeut grade=7 route=fixed_term until=2026-03-01 born=1990-01-01
2024-03-01 hired Neul grade=7 route=fixed_term until=2026-03-01 born=1990-01-01
2024-03-01 hired Dang grade=7 route=fixed_term until=2026-03-01 born=1990-01-01
2024-03-01 hired Jeong grade=7 probation_months=0 born=1990-01-01
2026-02-28 term_extended Neul until=2027-03-01
2026-03-01 term_extended Dang until=2026-03-01
refused state.ends_before_start
2026-03-01 term_extended Dang until=2027-03-01
2026-03-01 term_extended Jeong until=2027-03-01
refused state.no_term
2026-03-02 term_extended Kkeut until=2027-03-01
refused state.not_active
now 2027-03-02
record Kkeut as of 2026-02-28
  status active
  term_until 2026-03-01
record Kkeut as of 2026-03-01
  status separated
  term_until null
  service 2y 0m 0d
  spells.0.to 2026-03-01
record Neul as of 2026-03-01
  status active
  term_until 2027-03-01
record Neul as of 2027-03-01
  status separated
  service 3y 0m 0d
record Dang as of 2027-02-28
  status active
record Dang as of 2027-03-01
  status separated
