story A removal over an indictment is no lost time once the acquittal is final
# One year in grade 7 from 2024-02-01. Removed [2024-04-01, 2024-10-01), six months: 2025-08-01; acquitted: 2025-02-01.

2024-02-01 hired Mu grade=7 step=5 probation_months=0 born=1980-01-01
2024-04-01 investigation_opened Mu case=M1 kind=indictment
2024-04-01 removed_from_position Mu ground=4 case=M1
2024-10-01 reinstated Mu
2025-02-01 promoted Mu kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2024-01-31
2025-02-03 investigation_closed Mu case=M1 outcome=acquitted
record Mu as of 2024-10-01 known at 2025-02-02
  promotable_on 2025-08-01
record Mu as of 2024-10-01 known at 2025-02-03
  promotable_on 2025-02-01
2025-02-03 promoted Mu kind=ordinary grade=6
