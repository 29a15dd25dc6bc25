<?php

declare(strict_types=1);

namespace Cartwright\Demo\Narration;

use Closure;
use LogicException;
use PhpToken;
use ReflectionFunction;

/**
 * The PHP that a closure runs, as it stands in its file: what the demo shows is what it calls.
 */
final class Source
{
    /** @var array<string, list<PhpToken>> by file */
    private static array $tokens = [];

    public static function of(Closure $closure): string
    {
        $function = new ReflectionFunction($closure);
        $file = (string) $function->getFileName();
        $tokens = self::$tokens[$file] ??= PhpToken::tokenize((string) file_get_contents($file));
        $begun = null;

        foreach ($tokens as $at => $token) {
            if ($token->line === $function->getStartLine() && $token->is([T_FN, T_FUNCTION])) {
                $begun ??= $at;
            }
        }

        if ($begun === null) {
            throw new LogicException("No closure begins at line {$function->getStartLine()} of {$file}");
        }

        $isArrow = $tokens[$begun]->is(T_FN);

        return self::dedented(self::body(array_slice($tokens, $begun), $isArrow ? '=>' : '{'));
    }

    /**
     * From what opens the body, to the bracket or comma that does not belong to it.
     *
     * @param list<PhpToken> $tokens
     */
    private static function body(array $tokens, string $opening): string
    {
        $body = null;
        $depth = 0;

        foreach ($tokens as $token) {
            if ($body === null) {
                $depth += ($token->text === '(') <=> ($token->text === ')');

                if ($depth === 0 && $token->text === $opening) {
                    $body = '';
                }

                continue;
            }

            if (in_array($token->text, ['(', '[', '{'], true)) {
                $depth++;
            } elseif (in_array($token->text, [')', ']', '}'], true) && --$depth < 0) {
                break;
            } elseif ($depth === 0 && $opening === '=>' && in_array($token->text, [',', ';'], true)) {
                break;
            }

            $body .= $token->text;
        }

        return (string) $body;
    }

    /**
     * Without the indentation that all lines but the first share.
     */
    private static function dedented(string $body): string
    {
        $lines = explode("\n", trim($body, "\n"));
        $indents = [];

        foreach (array_slice($lines, str_starts_with($lines[0], ' ') && trim($lines[0]) !== '' ? 1 : 0) as $line) {
            if (trim($line) !== '') {
                $indents[] = strlen($line) - strlen(ltrim($line, ' '));
            }
        }

        $shared = $indents === [] ? 0 : min($indents);
        $cut = static fn (string $line): string => rtrim(preg_replace("/^ {0,{$shared}}/", '', $line) ?? $line);

        return trim(implode("\n", array_map($cut, $lines)));
    }
}
