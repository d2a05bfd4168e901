story Five ways in: who is on probation, who for a term, who for life

2010-01-04 hired Jae grade=7 probation_months=0 born=1980-01-01
2015-01-04 resigned Jae
2024-03-01 hired Gong grade=7 route=open born=1998-01-01
2024-03-01 hired Gyeong grade=7 route=career born=1990-01-01
2024-03-01 hired Jae grade=7 route=rehire
2024-03-01 hired Im grade=7 route=fixed_term until=2026-03-01 born=1990-01-01
2024-03-01 hired Jang class=political grade=null series=null route=political born=1970-01-01
2024-03-01 hired Guk grade=4 route=career born=1975-01-01
2024-03-01 hired Myeon grade=7 route=career probation_months=0 born=1985-01-01
record Gong as of 2024-03-01
  status probation
record Gyeong as of 2024-03-01
  status probation
record Jae as of 2024-03-01
  status active
  hired_on 2024-03-01
  service 5y 0m 1d
  spells.0.from 2010-01-04
  spells.0.to 2015-01-04
record Im as of 2024-03-01
  status active
  term_until 2026-03-01
  promotable_on null
  retires_on null
record Jang as of 2024-03-01
  status active
  grade null
  series null
  step null
  promotable_on null
  next_step_on null
  retires_on null
record Guk as of 2024-03-01
  status active               # probation is for grades 5 to 9
record Myeon as of 2024-03-01
  status active
2024-09-02 regularized Jae
refused state.not_on_probation
2024-09-02 regularized Im
refused state.not_on_probation
2024-09-02 regularized Guk
refused state.not_on_probation
