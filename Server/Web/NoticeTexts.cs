namespace Supervision.Server.Web;

/// <summary>Names the resources of <see cref="NoticePage"/>.</summary>
internal sealed class NoticeTexts;
