using System.Reflection;
using System.Reflection.Emit;

namespace Supervision.Speech.Tests.Aggression;

/// <summary>Which methods, constructors and types the code of an assembly names, read from its intermediate language (ECMA-335 §III).</summary>
internal static class IlCalls
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>Types of <paramref name="assembly"/> with a body that names <paramref name="wanted"/>: a call, a new, a field or an address.</summary>
    internal static IReadOnlySet<Type> TypesThatName(Assembly assembly, Func<MemberInfo, bool> wanted)
    {
        var found = new HashSet<Type>();
        foreach (Type type in assembly.GetTypes())
        {
            foreach (MethodBase method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
            {
                if (Named(method).Any(wanted))
                {
                    found.Add(type);
                }
            }
        }

        return found;
    }

    private static IEnumerable<MemberInfo> Named(MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (int at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE)
            {
                value = unchecked((short)(0xFE00 | code[at++]));
            }

            OpCode operation = OpCodesByValue[value];
            if (operation.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok or OperandType.InlineType)
            {
                yield return Resolve(method, BitConverter.ToInt32(code, at));
            }

            at += OperandBytes(operation, code, at);
        }
    }

    private static MemberInfo Resolve(MethodBase method, int token)
    {
        Type[] ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : [];
        Type[] ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : [];
        return method.Module.ResolveMember(token, ofType, ofMethod)!;
    }

    private static int OperandBytes(OpCode operation, byte[] code, int at) => operation.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
