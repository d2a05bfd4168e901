story A limit of leaves by the start of the leave, or by the day of each act on it
# Sick leave of a year, and a second by extension (SPOA §72). The first row cuts leaves that begin from 2024-09-01 on to
# six months without extension; the second every act from 2025-01-01 on, whenever the leave began.

2020-03-04 hired An grade=7 probation_months=0 born=1990-01-01
2020-03-04 hired Bae grade=7 probation_months=0 born=1990-01-01
2020-03-04 hired Cha grade=7 probation_months=0 born=1990-01-01
2024-07-01 policy_adopted - table=leave_max valid_from=2024-09-01 applies_by=leave_start 'rows=[{"id":"LV.SICK","value":6,"unit":"months","extension":0}]' legal_reference=SPOA:72 issued=2024-07-01
2024-08-05 leave_started An ground=LV.SICK until=2025-02-05
2024-08-05 leave_started Bae ground=LV.SICK until=2025-02-05
2024-09-02 leave_started Cha ground=LV.SICK until=2025-03-03
refused leave.too_long leave_max@2024-09-01
2024-12-02 leave_extended An until=2025-08-05
2024-12-03 policy_adopted - table=leave_max valid_from=2025-01-01 applies_by=act 'rows=[{"id":"LV.SICK","value":6,"unit":"months","extension":0}]' legal_reference=SPOA:72 issued=2024-12-03
2025-01-02 leave_extended Bae until=2025-08-05
refused leave.too_long leave_max@2025-01-01
