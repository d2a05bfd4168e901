story Units are created, renamed, merged, split and closed; nobody is appointed before or after

2020-01-02 unit_created - unit=A name_ko=가국 name_en=A kind=bureau parent=HQ
2020-01-02 unit_created - unit=B name_ko=나국 name_en=B kind=bureau parent=HQ
2020-01-02 unit_created - unit=C name_ko=다국 name_en=C kind=bureau parent=HQ
2020-01-03 unit_created - unit=A name_ko=가국 name_en=A kind=bureau
refused organization.exists
2020-01-03 unit_created - unit=D name_ko=라과 name_en=D kind=division parent=Nowhere
refused organization.unknown_unit
2020-01-01 hired Il grade=7 probation_months=0 unit=A born=1990-01-01 issued=2020-01-01
refused organization.unknown_unit
2020-01-02 hired Il grade=7 probation_months=0 unit=A born=1990-01-01
2020-01-03 hired I grade=7 probation_months=0 unit=B born=1990-01-01
2021-03-02 unit_renamed - unit=A name_ko=새국 name_en=New
2021-03-02 unit_renamed - unit=Nowhere name_ko=새국 name_en=New
refused organization.unknown_unit
2022-03-02 unit_merged - from=A to=B
2022-03-02 unit_merged - from=A to=C
refused organization.closed
2022-03-02 unit_abolished - unit=A             # the act that closes it may come beside the merge
2022-03-03 unit_abolished - unit=A
refused organization.closed
2022-03-03 unit_renamed - unit=A name_ko=헌국 name_en=Old
refused organization.closed
2022-03-01 transferred I unit=A post=A-1 issued=2022-03-01
2022-03-02 transferred I unit=A
refused organization.closed
2022-03-02 transferred I unit=B
2023-03-02 unit_merged - from=B to=B
refused organization.into_itself
2023-03-02 unit_split - from=B to=B,C          # it goes on among its successors
2023-03-02 transferred I unit=B post=B-1
2023-06-01 function_moved - from=B to=C function=audit
2023-06-01 function_moved - from=B to=A function=audit
refused organization.closed
2024-03-04 unit_split - from=C to=B
2024-03-04 transferred I unit=C
refused organization.closed
2024-03-04 quota_set - unit=C grade=7 count=1
refused organization.closed
record Il as of 2020-01-02
  unit A
# A merge alone moves nobody: that is done by law, in a reorganization.
record Il as of 2022-03-02
  unit A
record I as of 2023-03-02
  unit B
  post B-1
  post_since 2023-03-02
