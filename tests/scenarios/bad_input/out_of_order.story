story Acts before the hire, after the end, of nobody, and twice

2024-01-15 promoted Geu kind=ordinary grade=6
refused person.unknown
2024-01-15 resigned Geu
refused person.unknown
2024-01-15 died Geu
refused person.unknown
2024-01-15 regularized Geu
refused person.unknown
2024-01-15 sanctioned Geu case=C0 kind=reprimand misconduct=general misconduct_on=2024-01-02
refused person.unknown
2024-02-01 hired An grade=9 born=1995-01-01
# Known now, but not yet in service on that day.
2024-01-31 transferred An unit=HQ post=HQ-1 issued=2024-01-31
refused state.not_active
2024-01-31 promoted An kind=ordinary grade=8 issued=2024-01-31
refused state.not_active
2024-01-31 regularized An issued=2024-01-31
refused state.not_active
2024-07-31 promoted An kind=ordinary grade=8
refused state.not_active promotion.minimum_time
2024-08-01 regularized An
2024-08-01 regularized An
refused state.not_on_probation
2024-08-02 hired An grade=9
refused person.exists
2024-01-02 hired An grade=9 issued=2024-01-02     # before the hire that is known
refused person.exists
2024-09-02 resigned An
2024-09-02 resigned An
refused state.not_active
2024-09-03 dismissed An ground=1
refused state.not_active
2024-09-03 retired An kind=automatic
refused state.not_active
2024-09-03 promoted An kind=ordinary grade=8
refused state.not_active
2024-09-03 leave_started An ground=LV.SICK until=2024-10-03
refused state.not_active
2024-09-03 removed_from_position An ground=2
refused state.not_active
2024-09-03 seconded An host=PMO ground=1 until=2025-09-03
refused state.not_active
2024-09-03 step_raised An kind=regular step=2
refused state.not_active
# As if nothing had been tried.
record An as of 2024-09-01
  status active
  grade 9
  revision 3
record An as of 2024-09-02
  status separated
  service 0y 7m 1d
