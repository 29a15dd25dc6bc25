<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Native\NativeResult;

/**
 * How sequences of operations are played through Native, and what is looked at then.
 */
trait PlaysVectors
{
    /** Events that no CartUpdated follows. */
    private const ALONE = ['CartCreated', 'CartCleared'];

    /**
     * Plays the steps of a case; $check looks at what each did. A refused one leaves the cart as it was.
     *
     * @param array<string, mixed> $input
     * @param array<string, mixed> $expect
     * @param callable(NativeResult, array<string, mixed>, string): void $check
     */
    private function play(PlayedCart $cart, array $input, array $expect, callable $check): void
    {
        foreach ($input['operations'] as $at => $operation) {
            $expected = $expect['steps'][$at];
            $step = 'step ' . ($at + 1);
            $json = OperationWords::of($operation, $input['known_models'] ?? []);
            // The original refuses an infinite cost in words of its own; as JSON it is none.
            $isInfinite = $operation['op'] === 'set_shipping' && ($operation['value']['number'] ?? null) === 'INF';
            $before = $this->everythingOf($cart);

            try {
                $done = $cart->apply($isInfinite ? str_replace('"INF"', '1e999', $json) : $json);
            } catch (EngineRefusal $refusal) {
                $this->assertArrayHasKey('error', $expected, "{$step}: {$refusal->getMessage()}");
                $error = $isInfinite
                    ? ['invalid_text', "The operation ('set_shipping'): 'value' has to be a number that a float of 64 bits can hold, not 1e999"]
                    : [$expected['error']['kind'], $expected['error']['message']];
                $this->assertSame($error, [$refusal->kind(), $refusal->getMessage()], $step);
                $this->assertSame($before, $this->everythingOf($cart), "{$step} was refused and changed something");

                continue;
            }

            $this->assertArrayNotHasKey('error', $expected, $step);
            $check($done, $expected, $step);
        }
    }

    /**
     * Without the CartUpdated that has to follow each but those that are alone.
     *
     * @return list<string>
     */
    private function eventNames(NativeResult $result): array
    {
        $names = array_column($result->events(), 'event');
        $left = [];

        while ($names !== []) {
            $left[] = $name = array_shift($names);

            if (! in_array($name, self::ALONE, true)) {
                $this->assertSame('CartUpdated', array_shift($names), "after {$name}");
            }
        }

        return $left;
    }

    /**
     * @param array<string, mixed> $expect
     */
    private function assertColumns(array $expect, PlayedCart $cart): void
    {
        $texts = [
            'items' => $expect['items_json'],
            'conditions' => $expect['conditions_json'],
            'metadata' => $expect['metadata_json'] ?? null,
        ];

        if ($cart->columns() !== null) {
            $this->assertSame($texts, $cart->columns());
        }

        $values = array_map(
            static fn (?string $text): array => $text === null
                ? []
                : self::asValues(json_decode($text, true, 512, JSON_THROW_ON_ERROR)),
            $texts,
        );
        $this->assertSame(array_map('strval', array_keys($values['items'])), array_map('strval', array_keys($cart->native->items())));
        $this->assertEquals($values['items'], $cart->native->items());
        $this->assertEquals($values['conditions'], $cart->native->conditions());
    }

    /**
     * @return array<string, mixed>
     */
    private function everythingOf(PlayedCart $cart): array
    {
        return [
            $cart->columns(),
            $cart->native->items(),
            $cart->native->conditions(),
            $cart->native->metadata(),
        ];
    }

    /**
     * What rules have put on is marked in the text alone.
     *
     * @param array<array-key, mixed> $stored
     *
     * @return array<array-key, mixed>
     */
    private static function asValues(array $stored): array
    {
        unset($stored['by_rules']);

        return array_map(static fn (mixed $value): mixed => is_array($value) ? self::asValues($value) : $value, $stored);
    }

    /**
     * @param array<string, mixed> $expected tagged as in the vectors
     */
    private function assertNumber(array $expected, int|float $got): void
    {
        if (isset($expected['int_or_float'])) {
            $this->assertSame((float) $expected['int_or_float'], (float) $got);
        } else {
            $this->assertSame($expected['int'] ?? (float) $expected['float'], $got);
        }
    }
}
