; The installer for one user: no administrator rights, /S for silent, /D=folder for another folder.
;
; The new version is unpacked beside the old one and then moved into its place, so that a full disk or a file in use
; leaves the old version as it was. The user's data are elsewhere and are never touched.
;
; Exit codes: 0 done, 1 cancelled by the user, 2 stopped for another reason, and these:
!define CODE_OPEN 3        ; the program is open
!define CODE_WINDOWS 4     ; not a 64-bit Windows 10 or later
!define CODE_NEWER 5       ; a newer version is installed
!define CODE_WRITE 6       ; no space, or files could not be written; a former version is still there
!define CODE_FOLDER 7      ; the folder holds something else
;
; Defined by setup.py: VERSION, ICON, SIDE_PICTURE, OUTPUT, FILES, SIZE_KB, SIZE_MB, SIGN_PYTHON (or not), QUICK (or not).

Unicode true
Target amd64-unicode
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif

!define NAME "MUS Desktop"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\MUSDesktop"
!define NO_REPORTS_KEY "Software\Microsoft\Windows\Windows Error Reporting\ExcludedApplications"
!define UNINSTALLER "Afinstaller.exe"
!define SHORTCUT "$SMPROGRAMS\${NAME}.lnk"
!define NEW "$INSTDIR\ny version"
!define OLD "$INSTDIR\gammel version"

Name "${NAME}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"
InstallButtonText "Installér"
MiscButtonText "< &Tilbage" "&Næste >" "Annullér" "&Luk"
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow

!include MUI2.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "Installér ${NAME} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Programmet installeres kun til dig, og du behøver ikke administratorrettigheder.$\r$\n$\r$\n\
Har du en ældre version, bliver den erstattet. Dine samtaler og planer bliver ikke rørt.$\r$\n$\r$\n\
Luk ${NAME}, hvis programmet er åbent, og klik på Installér."
!define MUI_FINISHPAGE_TITLE "${NAME} er installeret"
!define MUI_FINISHPAGE_TEXT "Du finder programmet i menuen Start under ${NAME}."
!define MUI_FINISHPAGE_RUN "$INSTDIR\${NAME}.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Åbn ${NAME} nu"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Programmet fjernes fra denne pc. Dine samtaler og planer bliver liggende i mappen \
$LOCALAPPDATA\${NAME}. Slet selv mappen, hvis du ikke skal bruge dem mere."
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE_PICTURE}"
!define MUI_CUSTOMFUNCTION_ABORT RemoveNewFolder

!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_HEADER_TEXT "${NAME} installeres"
!define MUI_PAGE_HEADER_SUBTEXT "Det tager et øjeblik."
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!define MUI_PAGE_HEADER_TEXT "${NAME} afinstalleres"
!define MUI_PAGE_HEADER_SUBTEXT "Det tager et øjeblik."
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Danish"

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1030 "CompanyName" "${NAME}"
VIAddVersionKey /LANG=1030 "FileDescription" "Installation af ${NAME}"
VIAddVersionKey /LANG=1030 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1030 "LegalCopyright" "MIT-licens"
VIAddVersionKey /LANG=1030 "ProductName" "${NAME}"
VIAddVersionKey /LANG=1030 "ProductVersion" "${VERSION}"

!ifdef SIGN_PYTHON
  !uninstfinalize '"${SIGN_PYTHON}" -m installer.windows.signing "%1"' = 0
!endif

; Stops with an exit code; shows the reason unless silent.
!macro Stop CODE TEXT
  SetErrorLevel ${CODE}
  MessageBox MB_OK|MB_ICONEXCLAMATION "${TEXT}" /SD IDOK
  Abort
!macroend

; $1 is 1 when the file is in use, otherwise 0. A running program cannot be opened for writing.
!macro FileInUse FILE
  StrCpy $1 0
  ${If} ${FileExists} "${FILE}"
    ClearErrors
    FileOpen $0 "${FILE}" a
    ${If} ${Errors}
      StrCpy $1 1
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
!macroend

!macro RefuseWhileOpen un
  Function ${un}RefuseWhileOpen
    again:
    !insertmacro FileInUse "$INSTDIR\${NAME}.exe"
    ${If} $1 == 0
      !insertmacro FileInUse "$INSTDIR\mus-desktop.exe"
    ${EndIf}
    ${If} $1 == 1
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME} er åben. Luk programmet, og prøv igen." /SD IDCANCEL IDRETRY again
      SetErrorLevel ${CODE_OPEN}
      Abort
    ${EndIf}
  FunctionEnd
!macroend
!insertmacro RefuseWhileOpen ""
!insertmacro RefuseWhileOpen "un."

; Moves a file or folder, and waits up to five seconds for a virus scanner to close it. The error flag says whether
; it failed. Nothing happens where there is nothing to move.
!macro Move FROM TO
  Push $2
  StrCpy $2 0
  ClearErrors
  ${If} ${FileExists} "${FROM}"
    ${Do}
      ClearErrors
      Rename "${FROM}" "${TO}"
      ${IfNot} ${Errors}
        ${Break}
      ${EndIf}
      IntOp $2 $2 + 1
      ${If} $2 >= 20
        SetErrors
        ${Break}
      ${EndIf}
      Sleep 250
    ${Loop}
  ${EndIf}
  Pop $2
!macroend

!macro ForEachEntry MACRO_NAME
  !insertmacro ${MACRO_NAME} "python"
  !insertmacro ${MACRO_NAME} "lib"
  !insertmacro ${MACRO_NAME} "licenser"
  !insertmacro ${MACRO_NAME} "SHA256SUMS"
  !insertmacro ${MACRO_NAME} "mus-desktop.exe"
  !insertmacro ${MACRO_NAME} "${NAME}.exe"
!macroend

!macro MoveAside ENTRY
  ${If} $3 == 0
    !insertmacro Move "$INSTDIR\${ENTRY}" "${OLD}\${ENTRY}"
    ${If} ${Errors}
      StrCpy $3 1
    ${EndIf}
  ${EndIf}
!macroend

!macro MoveIn ENTRY
  ${If} $3 == 0
    !insertmacro Move "${NEW}\${ENTRY}" "$INSTDIR\${ENTRY}"
    ${If} ${Errors}
      StrCpy $3 1
    ${EndIf}
  ${EndIf}
!macroend

; The new one is moved out of the way first, if it was already there.
!macro MoveBack ENTRY
  ${If} ${FileExists} "${OLD}\${ENTRY}"
    ${If} ${FileExists} "$INSTDIR\${ENTRY}"
      !insertmacro Move "$INSTDIR\${ENTRY}" "${NEW}\${ENTRY}"
    ${EndIf}
    !insertmacro Move "${OLD}\${ENTRY}" "$INSTDIR\${ENTRY}"
  ${EndIf}
!macroend

; After a power cut between the two moves the only program is the one moved aside.
!macro MoveBackIfMissing ENTRY
  ${IfNot} ${FileExists} "$INSTDIR\${ENTRY}"
    !insertmacro Move "${OLD}\${ENTRY}" "$INSTDIR\${ENTRY}"
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    !insertmacro Stop ${CODE_WINDOWS} "${NAME} kræver Windows 10 eller 11 i 64-bit."
  ${EndIf}
  Call RefuseForeignFolder
  Call RefuseDowngrade
FunctionEnd

; The folders "lib" and "python" of something else must not be replaced.
Function RefuseForeignFolder
  ${If} ${FileExists} "$INSTDIR\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\${NAME}.exe"
  ${AndIfNot} ${FileExists} "${OLD}\*.*"
  ${AndIfNot} ${FileExists} "${NEW}\*.*"
    ${DirState} "$INSTDIR" $0
    ${If} $0 == 1
      !insertmacro Stop ${CODE_FOLDER} "Mappen $INSTDIR indeholder noget andet end ${NAME}. Vælg en tom mappe."
    ${EndIf}
  ${EndIf}
FunctionEnd

Function RefuseDowngrade
  ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 == 1
      MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "Version $0 er installeret, og den er nyere end denne \
version ${VERSION}. En ældre version kan måske ikke åbne dine data. Vil du alligevel erstatte den?" /SD IDNO IDYES continue
      SetErrorLevel ${CODE_NEWER}
      Abort
    ${EndIf}
  ${EndIf}
  continue:
FunctionEnd

Function RefuseWithoutSpace
  StrCpy $0 $INSTDIR 3
  ClearErrors
  ${DriveSpace} "$0" "/D=F /S=K" $1
  ${IfNot} ${Errors}
  ${AndIf} $1 != ""
    ; NSIS counts in 32 bits here: a large disk may look negative, and has space enough.
    ${If} $1 >= 0
    ${AndIf} $1 < ${SIZE_KB}
      !insertmacro Stop ${CODE_WRITE} "Der er ikke plads nok på disken. ${NAME} skal bruge ${SIZE_MB} MB. Frigør plads, og prøv igen."
    ${EndIf}
  ${EndIf}
FunctionEnd

Function RemoveNewFolder
  SetOutPath "$TEMP"
  RMDir /r "${NEW}"
FunctionEnd

; Unpacking stopped: there was no space after all, or a file could not be written.
Function .onInstFailed
  Call RemoveNewFolder
  RMDir "$INSTDIR"
  GetErrorLevel $0
  ${If} $0 < ${CODE_OPEN}
    SetErrorLevel ${CODE_WRITE}
  ${EndIf}
FunctionEnd

Function PutInPlace
  StrCpy $3 0
  CreateDirectory "${OLD}"
  !insertmacro ForEachEntry MoveAside
  !insertmacro ForEachEntry MoveIn
  ${If} $3 == 1
    !insertmacro ForEachEntry MoveBack
    RMDir "${OLD}"
    !insertmacro Stop ${CODE_WRITE} "En fil i $INSTDIR er i brug, så ${NAME} blev ikke opdateret. Den version, du havde, \
er der stadig. Genstart pc'en, og prøv igen."
  ${EndIf}
  RMDir /r "${NEW}"
  RMDir /r "${OLD}"
FunctionEnd

Section
  Call RefuseWhileOpen
  ; What an installation left that was cut off.
  !insertmacro ForEachEntry MoveBackIfMissing
  RMDir /r "${OLD}"
  Call RemoveNewFolder
  Call RefuseWithoutSpace
  DetailPrint "Programmet pakkes ud ..."
  SetDetailsPrint none ; a line for each file takes longer than the file
  !include "${FILES}"
  SetDetailsPrint lastused
  SetOutPath "$PROFILE"
  Call PutInPlace

  WriteUninstaller "$INSTDIR\${UNINSTALLER}"
  ; The folder of the shortcut is the current one here: not the program's, or it could not be removed while it is open.
  CreateShortcut "${SHORTCUT}" "$INSTDIR\${NAME}.exe" "" "$INSTDIR\${NAME}.exe" 0 SW_SHOWNORMAL "" "Hold og følg op på MUS"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${NAME}.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

!macro RemoveEntry ENTRY
  RMDir /r "$INSTDIR\${ENTRY}"
  Delete "$INSTDIR\${ENTRY}"
!macroend

Section Uninstall
  Call un.RefuseWhileOpen
  SetOutPath "$TEMP"
  !insertmacro ForEachEntry RemoveEntry
  RMDir /r "${NEW}"
  RMDir /r "${OLD}"
  Delete "$INSTDIR\${UNINSTALLER}"
  RMDir "$INSTDIR"
  Delete "${SHORTCUT}"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  ; Written by the program (WerAddExcludedApplication).
  DeleteRegValue HKCU "${NO_REPORTS_KEY}" "MUS Desktop.exe"
  DeleteRegValue HKCU "${NO_REPORTS_KEY}" "mus-desktop.exe"
  ${If} ${FileExists} "$INSTDIR\python\*.*"
  ${OrIf} ${FileExists} "$INSTDIR\lib\*.*"
    !insertmacro Stop ${CODE_WRITE} "Nogle filer i $INSTDIR er i brug og kunne ikke slettes. Genstart pc'en, og slet mappen."
  ${EndIf}
SectionEnd
