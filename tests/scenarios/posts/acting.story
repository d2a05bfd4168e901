story Acting for another seat: beside the own one, until it is ended

2020-03-02 hired Dae grade=5 probation_months=0 post=HQ-5 born=1980-01-01
2024-03-04 acting_ended Dae unit=HQ post=HQ-1
refused state.not_held
2024-03-04 assigned_acting Dae unit=HQ post=HQ-1
2024-06-03 acting_ended Dae unit=HQ post=HQ-2
refused state.not_held
2024-06-03 acting_ended Dae unit=HQ post=HQ-1
2024-07-01 assigned_acting Dae unit=HQ post=HQ-1
2024-08-01 resigned Dae
record Dae as of 2024-03-03
  acting.0 null
record Dae as of 2024-06-02
  acting.0.post HQ-1
  acting.0.since 2024-03-04
  post HQ-5
  post_since 2020-03-02
record Dae as of 2024-06-03
  acting.0 null
  post HQ-5
record Dae as of 2024-07-31
  acting.0.post HQ-1
record Dae as of 2024-08-01
  acting.0 null
  post null
