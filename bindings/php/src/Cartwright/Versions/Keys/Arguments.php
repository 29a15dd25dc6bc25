<?php

declare(strict_types=1);

namespace Cartwright\Versions\Keys;

use PhpToken;

/**
 * The arguments of a call, and what is known of their texts without running anything.
 *
 * @internal
 */
final readonly class Arguments
{
    /**
     * @param list<PhpToken> $tokens
     */
    public function __construct(private array $tokens)
    {
    }

    /**
     * @param int $at where the opening parenthesis is
     *
     * @return list<list<PhpToken>>
     */
    public function after(int $at): array
    {
        $arguments = [[]];

        for ($depth = 0; ++$at < count($this->tokens);) {
            $token = $this->tokens[$at];
            $depth += match ($token->text) {
                '(', '[', '{', '${' => 1,
                ')', ']', '}' => -1,
                default => 0,
            };

            if ($depth < 0) {
                break;
            }

            if ($depth === 0 && $token->text === ',') {
                $arguments[] = [];
            } else {
                $arguments[array_key_last($arguments)][] = $token;
            }
        }

        return $arguments;
    }

    /**
     * A text with a place for everything that is not known: `"product.{$id}"` is `product.{}`.
     *
     * @param list<PhpToken> $argument
     */
    public static function text(array $argument): string
    {
        // The name of an argument says nothing.
        if (($argument[1] ?? null)?->text === ':') {
            $argument = array_slice($argument, 2);
        }

        if (strtolower(($argument[0] ?? null)?->text ?? '') === 'sprintf') {
            $format = (new self($argument))->after(1)[0];

            return (string) preg_replace('/%[-+0-9.]*[a-zA-Z]/', '{}', self::text($format));
        }

        $text = '';
        $depth = 0;

        foreach ($argument as $token) {
            $isText = $depth === 0 && $token->is([T_CONSTANT_ENCAPSED_STRING, T_ENCAPSED_AND_WHITESPACE]);
            $text .= match (true) {
                $isText => self::literal($token),
                $token->text === '"', $depth === 0 && $token->text === '.' => '',
                default => '{}',
            };
            $depth += match ($token->text) {
                '(', '[', '{', '${' => 1,
                ')', ']', '}' => -1,
                default => 0,
            };
        }

        return (string) preg_replace('/(\{\})+/', '{}', $text);
    }

    /**
     * The texts of a list, or of one.
     *
     * @param list<PhpToken> $argument
     *
     * @return list<string>
     */
    public static function texts(array $argument): array
    {
        $inner = ($argument[0] ?? null)?->text === '[' ? (new self($argument))->after(0) : [$argument];

        return array_values(array_filter(array_map(self::text(...), $inner), static fn (string $text): bool => $text !== ''));
    }

    private static function literal(PhpToken $token): string
    {
        return $token->is(T_CONSTANT_ENCAPSED_STRING) ? stripcslashes(substr($token->text, 1, -1)) : $token->text;
    }
}
