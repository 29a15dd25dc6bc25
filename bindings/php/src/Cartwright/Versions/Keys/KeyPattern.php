<?php

declare(strict_types=1);

namespace Cartwright\Versions\Keys;

/**
 * The name of a key, with places for what is known when it is used: `product.{id}`.
 *
 * @internal
 */
final readonly class KeyPattern
{
    private const PLACE = '/\{[^{}]*\}/';

    public function __construct(public string $text)
    {
    }

    /**
     * Whether there is anything in it but places.
     */
    public function isKnown(): bool
    {
        return trim((string) preg_replace(self::PLACE, '', $this->text)) !== '';
    }

    /**
     * Whether a key can be of both.
     */
    public function meets(self $other): bool
    {
        return $this->text === $other->text || $this->takes($other) || $other->takes($this);
    }

    private function takes(self $other): bool
    {
        $parts = array_map(static fn (string $part): string => preg_quote($part, '/'), preg_split(self::PLACE, $this->text) ?: []);

        return preg_match('/^' . implode('[^.]+', $parts) . '$/D', (string) preg_replace(self::PLACE, 'x', $other->text)) === 1;
    }
}
