<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

/**
 * What may stand in the carts. Of most numbers there is one that is right; an operation of unknown outcome makes it two,
 * and so on.
 */
final class Expectation
{
    /** @var array<string, array<string, array<int, true>>> the numbers that are right, by cart and name */
    private array $right = [];

    /** @var array<string, array{string, array<int, true>}> by guest: who has taken him in, and how much he had brought */
    private array $brought = [];

    public function before(string $cart, string $name, int $number): void
    {
        $this->right[$cart][$name] = [$number => true];
    }

    public function apply(Operation $operation, bool $certain): void
    {
        if ($operation->kind === Operation::MERGE) {
            $this->merge($operation, $certain);

            return;
        }

        $this->change($operation->cart, $operation->name, $certain, match ($operation->kind) {
            Operation::RAISE, Operation::ADD => static fn (int $was): int => $was + $operation->number,
            // An update of what is not there does nothing; a shared item is always there.
            Operation::SET => static fn (int $was): int => $was === 0 ? 0 : $operation->number,
            default => static fn (): int => $operation->number,
        });
    }

    /**
     * @return list<string>
     */
    public function carts(): array
    {
        return array_keys($this->right);
    }

    /**
     * @param array<string, int> $found
     *
     * @return iterable<string, array{list<int>, int}> by name what is right and what was found, where that is another
     */
    public function differences(string $cart, array $found): iterable
    {
        foreach (($this->right[$cart] ?? []) + array_fill_keys(array_keys($found), [0 => true]) as $name => $right) {
            if (! isset($right[$found[$name] ?? 0])) {
                ksort($right);
                yield (string) $name => [array_keys($right), $found[$name] ?? 0];
            }
        }
    }

    /**
     * A merge gives what the guest has brought and takes it from him, both or neither.
     *
     * @param array<string, array<string, int>> $found by cart
     *
     * @return iterable<string, array{list<int>, int}>
     */
    public function halfMerges(array $found): iterable
    {
        foreach ($this->brought as $guest => [$cart, $right]) {
            $item = Operation::broughtBy($guest);
            $number = ($found[$cart][$item] ?? 0) + ($found[$guest][$item] ?? 0);

            if (! isset($right[$number])) {
                yield "{$item} in both carts" => [array_keys($right), $number];
            }
        }
    }

    private function merge(Operation $merge, bool $certain): void
    {
        $had = $this->right[$merge->name][Operation::broughtBy($merge->name)] ?? [0 => true];
        $this->brought[$merge->name] = [$merge->cart, $had];

        foreach ($this->right[$merge->name] ?? [] as $name => $numbers) {
            $this->change($merge->cart, $name, $certain, ...array_map(
                static fn (int $number): callable => static fn (int $was): int => $was + $number,
                array_keys($numbers),
            ));
            $this->change($merge->name, $name, $certain, static fn (): int => 0);
        }
    }

    /**
     * @param callable(int): int ...$ways what it may have done
     */
    private function change(string $cart, string $name, bool $certain, callable ...$ways): void
    {
        $was = $this->right[$cart][$name] ?? [0 => true];
        $is = $certain ? [] : $was;

        foreach ($ways as $way) {
            foreach ($was as $number => $_) {
                $is[$way($number)] = true;
            }
        }

        $this->right[$cart][$name] = $is;
    }
}
