using Supervision.Server.Data;
using Supervision.Shared;
using Supervision.Telephony;

namespace Supervision.Server.Calls;

/// <summary>Registers telephony and what joins it to recorder and grains.</summary>
internal static class CallServices
{
    /// <summary>To be called after recordings, speech and the live side: what is registered last is started last and stopped first.</summary>
    internal static IServiceCollection AddCalls(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<SipSettings>(configuration);
        services.AddSettings<RtpSettings>(configuration);
        services.AddSettings<AgentsSettings>(configuration);
        services.AddSettings<ConsentSettings>(configuration);
        services.AddSingleton<PrivateLines>();
        services.AddSingleton<TelephonyServer>();
        services.AddHostedService<TelephonyHost>();
        services.AddSingleton<IHealthPart>(provider => provider.GetRequiredService<TelephonyServer>());
        services.AddSingleton<IHealthPart>(provider => provider.GetRequiredService<TelephonyServer>().Media!);
        return services;
    }
}
