package main

import (
	"fmt"

	"billkey/scripts/about"
)

// resources is what windres compiles. The icon has the lowest number, so that the shell shows it; the window library looks
// for it under a name of its own.
func resources(a about.Program) string {
	value := func(name, text string) string { return fmt.Sprintf("VALUE %q, %q\n", name, text) }
	return "#include <winver.h>\n" +
		"1 ICON \"billkey.ico\"\n" +
		"GLFW_ICON ICON \"billkey.ico\"\n" +
		"1 24 \"billkey.manifest\"\n" +
		"1 VERSIONINFO\nFILEVERSION " + a.Numbers(",") + "\nPRODUCTVERSION " + a.Numbers(",") +
		"\nFILEFLAGSMASK 0\nFILEFLAGS 0\nFILEOS VOS_NT_WINDOWS32\nFILETYPE VFT_APP\nBEGIN\n" +
		"BLOCK \"StringFileInfo\"\nBEGIN\nBLOCK \"041204B0\"\nBEGIN\n" + // Korean, Unicode
		value("CompanyName", a.Name) + value("FileDescription", a.Name) + value("ProductName", a.Name) +
		value("FileVersion", a.Numbers(".")) + value("ProductVersion", a.Numbers(".")) +
		value("InternalName", a.ID) + value("OriginalFilename", "billkey.exe") +
		"END\nEND\nBLOCK \"VarFileInfo\"\nBEGIN\nVALUE \"Translation\", 0x0412, 0x04B0\nEND\nEND\n"
}

// manifest asks for no rights, for the display's own pixels and for long paths. It does not ask for UTF-8 as the code page:
// everything here speaks UTF-16 to Windows, and what desks in Korea have loaded into every program, keyboards and their
// guards, still counts on code page 949.
func manifest(a about.Program) string {
	systems := ""
	for _, id := range []string{
		"35138b9a-5d96-4fbd-8e2d-a2440225f93a", // Windows 7
		"4a2f28e3-53b9-4441-ba9c-d69d4a4a6e38", // Windows 8
		"1f676c76-80e1-4239-95bb-83d0f6d0da78", // Windows 8.1
		"8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a", // Windows 10 and 11
	} {
		systems += `<supportedOS Id="{` + id + `}"/>`
	}
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0">
<assemblyIdentity type="win32" name="` + a.ID + `" version="` + a.Numbers(".") + `" processorArchitecture="amd64"/>
<dependency><dependentAssembly><assemblyIdentity type="win32" name="Microsoft.Windows.Common-Controls" version="6.0.0.0"
 processorArchitecture="*" publicKeyToken="6595b64144ccf1df" language="*"/></dependentAssembly></dependency>
<trustInfo xmlns="urn:schemas-microsoft-com:asm.v3"><security><requestedPrivileges>
<requestedExecutionLevel level="asInvoker" uiAccess="false"/></requestedPrivileges></security></trustInfo>
<compatibility xmlns="urn:schemas-microsoft-com:compatibility.v1"><application>` + systems + `</application></compatibility>
<application xmlns="urn:schemas-microsoft-com:asm.v3"><windowsSettings>
<dpiAware xmlns="http://schemas.microsoft.com/SMI/2005/WindowsSettings">true/pm</dpiAware>
<dpiAwareness xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">PerMonitorV2, PerMonitor</dpiAwareness>
<longPathAware xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">true</longPathAware>
</windowsSettings></application>
</assembly>
`
}
