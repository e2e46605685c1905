; Installer for Windows, by Inno Setup 6.3 or later, on Windows:
;
;     python packaging\freeze.py
;     iscc /DVersion=0.1.0 packaging\windows\ecgviewer.iss
;
; Not run by this project's CI, which has no Windows.

#ifndef Version
  #error Version is missing: iscc /DVersion=0.1.0 ecgviewer.iss
#endif

[Setup]
AppId={{6E0B0F1B-5C0C-4C8F-9B55-6E63A0C1B7E4}
AppName=ecgviewer
AppVersion={#Version}
AppVerName=ecgviewer {#Version}
AppPublisher=The ecgviewer authors
DefaultDirName={autopf}\ecgviewer
DefaultGroupName=ecgviewer
DisableProgramGroupPage=yes
LicenseFile=..\..\LICENSE
; For one user without the rights of an administrator, or for all with them.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
Compression=lzma2/max
SolidCompression=yes
SetupIconFile=..\..\build\freeze\work\ecgviewer\ecgviewer.ico
UninstallDisplayIcon={app}\ecgviewer.exe
OutputDir=..\..\build\freeze
OutputBaseFilename=ecgviewer-{#Version}-windows-setup
ChangesAssociations=yes
WizardStyle=modern

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[CustomMessages]
en.Notice=For research and teaching. Not a medical device, not cleared for diagnosis.
de.Notice=Für Forschung und Lehre. Kein Medizinprodukt, nicht zur Diagnose zugelassen.
en.OpenWith=Offer ecgviewer under "Open with" for ECG files
de.OpenWith=ecgviewer unter „Öffnen mit“ für EKG-Dateien anbieten

[Tasks]
Name: "openwith"; Description: "{cm:OpenWith}"
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Files]
Source: "..\..\build\freeze\dist\ecgviewer\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{group}\ecgviewer"; Filename: "{app}\ecgviewer.exe"; Comment: "{cm:Notice}"
Name: "{autodesktop}\ecgviewer"; Filename: "{app}\ecgviewer.exe"; Tasks: desktopicon

[Registry]
; "Open with" only: no file type changes the program it opens with.
Root: HKA; Subkey: "Software\Classes\Applications\ecgviewer.exe\shell\open\command"; ValueType: string; ValueData: """{app}\ecgviewer.exe"" ""%1"""; Flags: uninsdeletekey; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\ecgviewer.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "ecgviewer"; Flags: uninsdeletekey; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\ecgviewer.exe\SupportedTypes"; ValueType: string; ValueName: ".hea"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\ecgviewer.exe\SupportedTypes"; ValueType: string; ValueName: ".dcm"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\ecgviewer.exe\SupportedTypes"; ValueType: string; ValueName: ".xml"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\ecgviewer.exe\SupportedTypes"; ValueType: string; ValueName: ".edf"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\ecgviewer.exe\SupportedTypes"; ValueType: string; ValueName: ".bdf"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\ecgviewer.exe\SupportedTypes"; ValueType: string; ValueName: ".scp"; ValueData: ""; Tasks: openwith

[Run]
Filename: "{app}\ecgviewer.exe"; Parameters: "--example"; Description: "{cm:LaunchProgram,ecgviewer}"; Flags: nowait postinstall skipifsilent
