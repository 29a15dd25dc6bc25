<?php

declare(strict_types=1);

namespace Cartwright\Versions\Keys;

use PhpToken;

/**
 * A file of PHP, and which keys it keeps something under and which types it raises, as far as one can read that.
 *
 * @internal
 */
final class Source
{
    /** Methods that only caches have. */
    private const OF_CACHES = ['remember', 'rememberforever', 'flexible', 'forever', 'sear'];

    /** Methods that others have too; these are asked only of what is called a cache. */
    private const OF_MANY = ['put', 'add', 'set'];

    private const RAISING = ['change', 'bump', 'updateversion', 'updateversions', 'updateversionsatomic'];

    /** @var list<PhpToken> without blanks and comments */
    private readonly array $tokens;

    public function __construct(private readonly string $file, string $text)
    {
        $this->tokens = array_values(array_filter(
            PhpToken::tokenize($text),
            static fn (PhpToken $token): bool => ! $token->isIgnorable(),
        ));
    }

    /**
     * @return list<KeyUse>
     */
    public function keeps(): array
    {
        $uses = [];

        foreach ($this->calls() as [$at, $method, $receiver]) {
            $isOfCache = in_array($method, self::OF_CACHES, true)
                || in_array($method, self::OF_MANY, true) && str_contains($receiver, 'cache');

            if ($isOfCache) {
                $arguments = (new Arguments($this->tokens))->after($at);
                $key = new KeyPattern(Arguments::text($arguments[0] ?? []));
                $tags = str_contains($receiver, 'versioned') ? Arguments::texts($arguments[1] ?? []) : null;
                $uses[] = new KeyUse($key, $tags, $this->file, $this->tokens[$at]->line);
            }
        }

        return $uses;
    }

    /**
     * @return list<string> types whose versions are raised here
     */
    public function raises(): array
    {
        $types = [];

        foreach ($this->calls() as [$at, $method]) {
            if (in_array($method, self::RAISING, true)) {
                array_push($types, ...Arguments::texts((new Arguments($this->tokens))->after($at)[0] ?? []));
            }
        }

        return $types;
    }

    /**
     * @return iterable<array{int, string, string}> where the parenthesis is, the method, and what it is asked of, all in small letters
     */
    private function calls(): iterable
    {
        foreach ($this->tokens as $at => $token) {
            if ($token->text === '(' && $at >= 2 && $this->tokens[$at - 2]->is([T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, T_DOUBLE_COLON])) {
                yield [$at, strtolower($this->tokens[$at - 1]->text), $this->receiver($at - 3)];
            }
        }
    }

    /**
     * What stands before a call, back to the beginning of its statement or argument.
     */
    private function receiver(int $at): string
    {
        $text = '';

        for ($depth = 0; $at >= 0; $at--) {
            $token = $this->tokens[$at]->text;
            $depth += match ($token) {
                ')', ']' => 1,
                '(', '[' => -1,
                default => 0,
            };

            if ($depth < 0 || $depth === 0 && in_array($token, [';', '{', '}', ',', '=', '=>', 'return', '?', ':'], true)) {
                break;
            }

            $text = $token . $text;
        }

        return strtolower($text);
    }
}
