story A removal for poor ability or over a review of the Senior Civil Service is lost time, however it ends
covers removal_count 2 1949-08-12
covers removal_count 5 1949-08-12
# One year in grade 7 from 2024-02-01, and three months away [2024-04-01, 2024-07-01): 2025-05-01.

2024-02-01 hired Neung grade=7 probation_months=0 born=1980-01-01
2024-02-01 hired Sim grade=7 probation_months=0 born=1980-01-01
2024-04-01 removed_from_position Neung ground=2 case=S1
2024-04-01 removed_from_position Sim ground=5 case=S2
2024-04-02 removed_from_position Sim ground=2
refused state.no_position
2024-07-01 reinstated Neung
2024-07-01 reinstated Sim
2024-07-02 investigation_closed Neung case=S1 outcome=cleared
2024-07-02 investigation_closed Sim case=S2 outcome=cleared
record Neung as of 2024-07-02
  promotable_on 2025-05-01
record Sim as of 2024-07-02
  promotable_on 2025-05-01
2025-04-30 promoted Neung kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2024-01-31
2025-05-01 promoted Neung kind=ordinary grade=6
2025-05-01 promoted Sim kind=ordinary grade=6
