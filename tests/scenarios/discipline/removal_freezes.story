story A removal from position stops the restriction for promotion, not that for steps
# Reprimand of 2024-01-31: [2024-02-01, 08-01). Removed [04-01, 06-01): two months on the other side, to 2024-10-01.

2015-01-01 hired Geo grade=6 step=5 probation_months=0 born=1980-01-01
2024-01-31 sanctioned Geo case=R1 kind=reprimand misconduct=general misconduct_on=2023-11-01
2024-04-01 removed_from_position Geo ground=2
2024-06-01 reinstated Geo
record Geo as of 2024-06-01
  status active
  restricted_until 2024-10-01
  step_restricted_until 2024-08-01
2024-09-30 promoted Geo kind=ordinary grade=5
refused promotion.restricted
2024-10-01 promoted Geo kind=ordinary grade=5
