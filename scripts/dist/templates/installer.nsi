; {{.Name}} for the user who runs this: no administrator is asked for, nothing outside the user's own folders is written.
Unicode true
!include MUI2.nsh
!include LogicLib.nsh

Name "{{.Name}}"
OutFile "{{.OutFile}}"
InstallDir "$LOCALAPPDATA\Programs\{{.Name}}"
InstallDirRegKey HKCU "Software\{{.ID}}" "Folder"
RequestExecutionLevel user
SetCompressor /SOLID lzma
ManifestDPIAware true
BrandingText "{{.Name}} {{.Version}}"
VIProductVersion "{{.Numbers "."}}"
VIAddVersionKey /LANG=0 "ProductName" "{{.Name}}"
VIAddVersionKey /LANG=0 "FileDescription" "{{.Name}}"
VIAddVersionKey /LANG=0 "FileVersion" "{{.Numbers "."}}"
VIAddVersionKey /LANG=0 "ProductVersion" "{{.Numbers "."}}"
VIAddVersionKey /LANG=0 "LegalCopyright" "{{.Authors}}"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\{{.ID}}"
!define MUI_ICON "billkey.ico"
!define MUI_UNICON "billkey.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\billkey.exe"
!define MUI_FINISHPAGE_NOAUTOCLOSE
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "LICENSE.txt"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(KEPT)"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Korean"
!insertmacro MUI_LANGUAGE "English"

LangString KEPT ${LANG_KOREAN} "프로그램만 지웁니다. 발급 기록과 백업, 프로필은 $APPDATA\billkey 에, API 키는 Windows 자격 증명 관리자에 그대로 남습니다. 필요 없으면 직접 지우세요."
LangString KEPT ${LANG_ENGLISH} "Only the program is removed. The ledger of what was issued, its back-ups and the profiles stay in $APPDATA\billkey, the API keys in Windows' Credential Manager. Delete them yourself if nobody needs them any more."
LangString RUNNING ${LANG_KOREAN} "{{.Name}}가 실행 중입니다. 닫은 다음 다시 시도하세요."
LangString RUNNING ${LANG_ENGLISH} "{{.Name}} is running. Close it, then try again."

; A program that runs cannot be opened for writing. Replacing it under an order in flight is not tried; a silent run ends with 2.
!macro WAIT_UNTIL_CLOSED PROGRAM
  ${Do}
    ${IfNot} ${FileExists} "${PROGRAM}"
      ${ExitDo}
    ${EndIf}
    ClearErrors
    FileOpen $0 "${PROGRAM}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY +3
    SetErrorLevel 2
    Quit
  ${Loop}
!macroend

; What draws without a graphics driver, and the twin that the program made of itself beside it.
!macro REMOVE_SOFTWARE
  Delete "$INSTDIR\software\billkey.exe"
  Delete "$INSTDIR\software\billkey.exe.*.new"
{{range .Drawn}}  Delete "$INSTDIR\software\{{.}}"
{{end}}  RMDir "$INSTDIR\software"
!macroend

Function .onInit
  ; Korean where Windows speaks Korean, else English.
  ${If} $LANGUAGE != ${LANG_KOREAN}
    StrCpy $LANGUAGE ${LANG_ENGLISH}
  ${EndIf}
FunctionEnd

Function un.onInit
  ${If} $LANGUAGE != ${LANG_KOREAN}
    StrCpy $LANGUAGE ${LANG_ENGLISH}
  ${EndIf}
FunctionEnd

Section
  SetShellVarContext current
  !insertmacro WAIT_UNTIL_CLOSED "$INSTDIR\billkey.exe"
  !insertmacro WAIT_UNTIL_CLOSED "$INSTDIR\software\billkey.exe"
  !insertmacro REMOVE_SOFTWARE
  SetOutPath "$INSTDIR"
{{range .Files}}  File "{{.}}"
{{end}}{{if .Software}}  SetOutPath "$INSTDIR\software"
{{range .Software}}  File "software/{{.}}"
{{end}}  SetOutPath "$INSTDIR"
{{end}}  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\{{.Name}}.lnk" "$INSTDIR\billkey.exe"
  WriteRegStr HKCU "Software\{{.ID}}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "{{.Name}}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "{{.Version}}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "{{.Authors}}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\billkey.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" {{.InstalledKiB}}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

; Only what was put there: whatever else lies in the folder stays.
Section "Uninstall"
  SetShellVarContext current
  !insertmacro WAIT_UNTIL_CLOSED "$INSTDIR\billkey.exe"
  !insertmacro WAIT_UNTIL_CLOSED "$INSTDIR\software\billkey.exe"
  !insertmacro REMOVE_SOFTWARE
{{range .Files}}  Delete "$INSTDIR\{{.}}"
{{end}}  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\{{.Name}}.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\{{.ID}}"
  DetailPrint "$(KEPT)"
SectionEnd
