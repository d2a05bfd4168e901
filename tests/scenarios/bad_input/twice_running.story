story What runs already is not begun again, what does not run is not ended

2020-01-02 hired An grade=7 step=1 probation_months=0 born=1990-01-01
2020-01-02 hired Bae grade=7 step=1 probation_months=0 born=1990-01-01
2024-03-04 removed_from_position An ground=2
2024-03-05 removed_from_position An ground=3
refused state.no_position
2024-03-05 leave_started An ground=LV.SICK until=2024-06-01
refused state.not_active
2024-04-01 reinstated An
2024-04-02 reinstated An
refused state.nothing_to_return_from
2024-04-02 leave_extended An until=2024-06-01
refused state.not_on_leave
2024-04-02 leave_started An ground=LV.SICK until=2024-06-01
2024-04-02 leave_started An ground=LV.SICK until=2024-06-01
refused state.on_leave
2024-05-02 removed_from_position An ground=2         # from a leave, too
2024-05-03 leave_extended An until=2024-07-01
refused state.not_on_leave
2024-04-02 appealed Bae case=C1 issued=2024-05-03
refused correction.target_unknown
2024-05-03 expunged Bae case=C1
refused correction.target_unknown
2024-05-03 investigation_closed Bae case=C1 outcome=cleared
refused correction.target_unknown
2024-05-03 award_revoked Bae target=99999
refused correction.target_unknown
record An as of 2024-05-02
  status no_position
