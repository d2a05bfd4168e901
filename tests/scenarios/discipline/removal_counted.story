story A removal from position is no lost time where its case ends clean
covers removal_count 3 1949-08-12
covers removal_count 4 1949-08-12
covers removal_count 6 1949-08-12
# One year in grade 7 from 2024-02-01: 2025-02-01. Removed [2024-04-01, 2024-10-01), six months: 2025-08-01.

2024-02-01 hired Yocheong grade=7 probation_months=0 born=1980-01-01
2024-02-01 hired Gicho grade=7 probation_months=0 born=1980-01-01
2024-02-01 hired Susa grade=7 probation_months=0 born=1980-01-01
2024-02-01 hired Jinggye grade=7 probation_months=0 born=1980-01-01
2024-04-01 sanction_requested Yocheong case=R1 weight=heavy misconduct=general misconduct_on=2024-03-01
2024-04-01 investigation_opened Gicho case=R2 kind=indictment
2024-04-01 investigation_opened Susa case=R3 kind=probe
2024-04-01 sanction_requested Jinggye case=R4 weight=heavy misconduct=general misconduct_on=2024-03-01
2024-04-01 removed_from_position Yocheong ground=3 case=R1
2024-04-01 removed_from_position Gicho ground=4 case=R2
2024-04-01 removed_from_position Susa ground=6 case=R3
2024-04-01 removed_from_position Jinggye ground=3 case=R4
2024-10-01 reinstated Yocheong
2024-10-01 reinstated Gicho
2024-10-01 reinstated Susa
2024-10-01 reinstated Jinggye
# While a request is open nobody knows; of the others the six months are lost for the time being.
2024-10-02 investigation_closed Yocheong case=R1 outcome=cleared
2024-10-02 investigation_closed Gicho case=R2 outcome=acquitted
2024-10-02 investigation_closed Susa case=R3 outcome=cleared
# A reprimand [2024-10-02, 10-03) restricts [10-03, 2025-04-03): six months more, and the removal's six.
2024-10-02 sanctioned Jinggye case=R4 kind=reprimand misconduct=general misconduct_on=2024-03-01 ->reprimand
record Yocheong as of 2024-10-01 known at 2024-10-01
  promotable_on null
record Gicho as of 2024-10-01 known at 2024-10-01
  promotable_on 2025-08-01
record Susa as of 2024-10-01 known at 2024-10-01
  promotable_on 2025-08-01
record Yocheong as of 2024-10-02
  promotable_on 2025-02-01
record Gicho as of 2024-10-02
  promotable_on 2025-02-01
record Susa as of 2024-10-02
  promotable_on 2025-02-01
record Jinggye as of 2024-10-02 known at 2024-10-02
  promotable_on 2026-02-01
2025-01-31 promoted Susa kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2024-01-31
2025-02-01 promoted Susa kind=ordinary grade=6
2025-02-01 promoted Gicho kind=ordinary grade=6
2025-02-01 promoted Yocheong kind=ordinary grade=6
# The sanction annulled and the case closed: the removal counts too.
2025-02-03 annulled Jinggye target=@reprimand ground=SPOA:15
2025-02-03 investigation_closed Jinggye case=R4 outcome=cleared
2025-02-03 promoted Jinggye kind=ordinary grade=6
