story A sanction annulled and brought back restricts again

2020-01-01 hired An grade=7 step=3 probation_months=0 born=1985-01-01
2024-03-04 sanctioned An case=C1 kind=reprimand misconduct=general misconduct_on=2024-01-05 ->sanction
2024-04-01 annulled An target=@sanction ground=SPOA:15
2024-05-01 reinstated_act An target=@sanction
2024-05-02 promoted An kind=ordinary grade=6
refused promotion.restricted
record An as of 2024-04-15 known at 2024-04-15
  restricted_until null
  sanctions.0.state annulled
record An as of 2024-04-15
  restricted_until 2024-09-05        # from 2024-03-05, six months
  sanctions.0.state in_force
