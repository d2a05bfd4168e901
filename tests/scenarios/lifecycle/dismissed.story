story Dismissed: out of service from that day, whatever ran

2020-01-02 hired Jik grade=7 probation_months=0 post=HQ-1 born=1985-01-01
2023-03-02 hired Si grade=9 born=1998-01-01
2023-05-01 dismissed Si ground=probation        # out of the probation
2024-03-04 removed_from_position Jik ground=2
2024-06-04 dismissed Jik ground=5
2024-06-05 reinstated Jik
refused state.not_active
2024-06-05 dismissed Jik ground=5
refused state.not_active
record Si as of 2023-04-30
  status probation
record Si as of 2023-05-01
  status separated
  service 0y 1m 29d           # [2023-03-02, 2023-05-01)
record Jik as of 2024-06-03
  status no_position
  post null
  promotable_on null
record Jik as of 2024-06-04
  status separated
  unit null
  service 4y 5m 2d            # [2020-01-02, 2024-06-04)
  spells.0.ended_by dismissed
