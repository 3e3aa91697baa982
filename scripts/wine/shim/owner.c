/* Answers for Windows.Security.Credentials.UI.UserConsentVerifier, which Wine does not have, as the test says by variables:
   OWNER_AVAILABLE and OWNER_RESULT are numbers of the documented enumerations, "fails" ends the operation with an error,
   "refused" begins none, "nothing" gives none, "never" does not end. OWNER_SAW names a file for what was asked. */
#define INITGUID
#include <windows.h>
#include <inspectable.h>
#include <asyncinfo.h>
#include <activation.h>
#include <winstring.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const GUID statics = {0xaf4f3f91, 0x564c, 0x4ddc, {0xb8, 0xb5, 0x97, 0x34, 0x47, 0x62, 0x7c, 0x65}};
static const GUID interop = {0x39e050c3, 0x4e74, 0x441a, {0x8d, 0xc0, 0xb8, 0x11, 0x04, 0xdf, 0x94, 0x9c}};
static const GUID verification = {0xfd596ffd, 0x2318, 0x558f, {0x9d, 0xbe, 0xd2, 0x1d, 0xf4, 0x37, 0x64, 0xa5}};

static void note(const char *what, const char *text)
{
    char name[MAX_PATH + 20];
    FILE *f;

    if (!GetEnvironmentVariableA("OWNER_SAW", name, MAX_PATH)) return;
    strcat(name, what);
    if ((f = fopen(name, "wb"))) {
        fputs(text, f);
        fclose(f);
    }
}

/* An operation: IAsyncOperation<enumeration> and IAsyncInfo in one object. */
typedef struct operation {
    const void **operation;
    const IAsyncInfoVtbl *info;
    LONG held;
    int looks; /* so many times it is said to go on */
    char answer[32];
} operation;

static LONG alive;

#define OF_INFO(p) ((operation *)((char *)(p) - offsetof(operation, info)))

static ULONG hold(operation *o) { return InterlockedIncrement(&o->held); }

static ULONG leave(operation *o)
{
    char n[12];
    ULONG left = InterlockedDecrement(&o->held);

    if (!left) {
        sprintf(n, "%ld", InterlockedDecrement(&alive));
        note(".alive", n);
        free(o);
    }
    return left;
}

static HRESULT query(operation *o, const GUID *id, void **to)
{
    *to = NULL;
    if (IsEqualGUID(id, &IID_IAsyncInfo)) *to = &o->info;
    else if (IsEqualGUID(id, &IID_IUnknown) || IsEqualGUID(id, &verification)) *to = o;
    else return E_NOINTERFACE;
    hold(o);
    return S_OK;
}

static HRESULT WINAPI op_query(operation *o, REFIID id, void **to) { return query(o, id, to); }
static ULONG WINAPI op_hold(operation *o) { return hold(o); }
static ULONG WINAPI op_leave(operation *o) { return leave(o); }
static HRESULT WINAPI unused(void *o) { return E_NOTIMPL; }

static HRESULT WINAPI op_results(operation *o, INT *to)
{
    if (o->looks >= 0) return (HRESULT)0x8000000e; /* E_ILLEGAL_METHOD_CALL: before its end there is none */
    *to = atoi(o->answer);
    return S_OK;
}

static const void *operation_methods[] = {op_query, op_hold, op_leave, unused, unused, unused, unused, unused, op_results};

static HRESULT WINAPI info_query(IAsyncInfo *i, REFIID id, void **to) { return query(OF_INFO(i), id, to); }
static ULONG WINAPI info_hold(IAsyncInfo *i) { return hold(OF_INFO(i)); }
static ULONG WINAPI info_leave(IAsyncInfo *i) { return leave(OF_INFO(i)); }
static HRESULT WINAPI info_ids(IAsyncInfo *i, ULONG *n, IID **ids) { return E_NOTIMPL; }
static HRESULT WINAPI info_name(IAsyncInfo *i, HSTRING *name) { return E_NOTIMPL; }
static HRESULT WINAPI info_trust(IAsyncInfo *i, TrustLevel *level) { return E_NOTIMPL; }
static HRESULT WINAPI info_id(IAsyncInfo *i, UINT32 *id) { return E_NOTIMPL; }

static HRESULT WINAPI info_status(IAsyncInfo *i, AsyncStatus *to)
{
    operation *o = OF_INFO(i);

    *to = Started;
    if (strcmp(o->answer, "never") && o->looks-- <= 0) *to = strcmp(o->answer, "fails") ? Completed : Error;
    return S_OK;
}

static HRESULT WINAPI info_error(IAsyncInfo *i, HRESULT *to) { *to = E_ACCESSDENIED; return S_OK; }
static HRESULT WINAPI info_cancel(IAsyncInfo *i) { note(".cancelled", "yes"); return S_OK; }
static HRESULT WINAPI info_close(IAsyncInfo *i) { return S_OK; }

static const IAsyncInfoVtbl info_methods = {info_query, info_hold, info_leave, info_ids, info_name, info_trust,
    info_id, info_status, info_error, info_cancel, info_close};

static HRESULT begin(const char *variable, void **to)
{
    operation *o = calloc(1, sizeof *o);

    o->operation = operation_methods;
    o->info = &info_methods;
    o->held = 1;
    o->looks = 2;
    GetEnvironmentVariableA(variable, o->answer, sizeof o->answer);
    *to = NULL;
    if (!strcmp(o->answer, "refused") || !strcmp(o->answer, "nothing")) {
        HRESULT r = strcmp(o->answer, "nothing") ? E_ACCESSDENIED : S_OK;
        free(o);
        return r;
    }
    InterlockedIncrement(&alive);
    *to = o;
    return S_OK;
}

static HRESULT WINAPI availability(void *f, void **to) { return begin("OWNER_AVAILABLE", to); }

static HRESULT WINAPI request(void *f, HWND window, HSTRING message, REFIID id, void **to)
{
    char text[300], utf8[200] = "";

    if (!IsEqualGUID(id, &verification)) return E_NOINTERFACE;
    WideCharToMultiByte(CP_UTF8, 0, WindowsGetStringRawBuffer(message, NULL), -1, utf8, sizeof utf8, NULL, NULL);
    snprintf(text, sizeof text, "%llu %s", (unsigned long long)(ULONG_PTR)window, utf8);
    note("", text);
    return begin("OWNER_RESULT", to);
}

/* The factory is one object with three faces, which is always there. */
typedef struct { const void **methods; } face;
static face activation_face, statics_face, interop_face;

static HRESULT WINAPI face_query(void *f, REFIID id, void **to)
{
    *to = NULL;
    if (IsEqualGUID(id, &statics)) *to = &statics_face;
    else if (IsEqualGUID(id, &interop)) *to = &interop_face;
    else if (IsEqualGUID(id, &IID_IActivationFactory) || IsEqualGUID(id, &IID_IUnknown)) *to = &activation_face;
    return *to ? S_OK : E_NOINTERFACE;
}

static ULONG WINAPI face_count(void *f) { return 1; }

static const void *activation_methods[] = {face_query, face_count, face_count, unused, unused, unused, unused};
static const void *statics_methods[] = {face_query, face_count, face_count, unused, unused, unused, availability, unused};
static const void *interop_methods[] = {face_query, face_count, face_count, unused, unused, unused, request};

__declspec(dllexport) HRESULT WINAPI DllGetActivationFactory(HSTRING class, void **factory)
{
    activation_face.methods = activation_methods;
    statics_face.methods = statics_methods;
    interop_face.methods = interop_methods;
    *factory = &activation_face;
    return S_OK;
}
