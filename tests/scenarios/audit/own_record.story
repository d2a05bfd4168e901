story An officer at work on the own record, and one hand for two, are told

2020-03-02 hired kim grade=7 probation_months=0 born=1990-01-01 drafted_by=park approved_by=lee
2024-03-04 transferred kim unit=HQ post=HQ-1 drafted_by=kim approved_by=lee
2024-03-05 transferred kim unit=HQ post=HQ-2 drafted_by=park approved_by=park
refused authority.same_person
audit rule self_dealing
  finding act.own_record kim
  no finding authority.same_person kim
