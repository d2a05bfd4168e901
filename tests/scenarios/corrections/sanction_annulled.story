story A sanction annulled: as if it had never been, with what was decided under it
# Suspension [2024-03-01, 05-01), restriction to 2025-11-01: 20 months. Year from 2023-09-01: 2024-09-01 without it.

2023-09-01 hired An grade=7 step=1 probation_months=0 born=1990-01-01
2024-03-01 sanctioned An case=C1 kind=suspension months=2 misconduct=general misconduct_on=2024-01-05 ->sanction
2024-09-02 promoted An kind=ordinary grade=6
refused promotion.restricted promotion.minimum_time
2024-09-02 transferred An unit=HQ post=HQ-2 ->move
2024-11-01 annulled An target=@sanction ground=SPOA:15
touches
  move holds
record An as of 2024-04-01 known at 2024-10-31
  status suspended
  restricted_until 2025-11-01
  next_step_on 2026-05-01
record An as of 2024-04-01
  status active
  restricted_until null
  next_step_on 2024-09-01
  promotable_on 2024-09-01
  sanctions.0.state annulled
2024-11-04 promoted An kind=ordinary grade=6
