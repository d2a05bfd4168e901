story Removed from the position, then suspended: when the suspension is over she is still without a position

2018-01-01 hired An grade=7 step=2 probation_months=0 born=1990-01-01
2024-02-01 sanction_requested An case=C1 weight=heavy misconduct=general misconduct_on=2024-01-05
2024-02-01 removed_from_position An ground=3 case=C1
2024-04-01 sanctioned An case=C1 kind=suspension months=1 misconduct=general misconduct_on=2024-01-05
2024-05-20 reinstated An
record An as of 2024-03-31
  status no_position
record An as of 2024-04-01
  status suspended
record An as of 2024-05-01
  status no_position
record An as of 2024-05-20
  status active
  restricted_until 2025-11-20        # the removal ran to 05-20; eighteen months from there
  step_restricted_until 2025-11-01   # steps know no standstill
