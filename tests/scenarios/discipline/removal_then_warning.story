story A removal after which only a warning was resolved is no lost time: a warning is no sanction

2024-02-01 hired Gyeong grade=7 probation_months=0 born=1980-01-01
2024-04-01 sanction_requested Gyeong case=R1 weight=heavy misconduct=general misconduct_on=2024-03-01
2024-04-01 removed_from_position Gyeong ground=3 case=R1
2024-10-01 reinstated Gyeong
2024-10-01 sanctioned Gyeong case=R1 kind=warning misconduct=general misconduct_on=2024-03-01
record Gyeong as of 2024-10-01
  promotable_on 2025-02-01
