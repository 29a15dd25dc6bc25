<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use InvalidArgumentException;

/**
 * What one process has to do. It goes to the process as text.
 *
 * @internal
 */
final readonly class Task
{
    /**
     * @param ?int $changes after how many a writer is done; null: when the race is over
     */
    public function __construct(
        public Role $role,
        public Ground $ground,
        public int $number = 0,
        public int $seed = 1,
        public ?Plant $plant = null,
        public ?int $changes = null,
        public int $life = 0,
    ) {
    }

    /**
     * The same for the one who comes in the place of a writer that died, with other choices.
     */
    public function again(?int $changes): self
    {
        return new self($this->role, $this->ground, $this->number, $this->seed + 1, $this->plant, $changes, $this->life + 1);
    }

    public function toText(): string
    {
        return base64_encode(json_encode([
            'role' => $this->role->value,
            'ground' => $this->ground->toArray(),
            'number' => $this->number,
            'seed' => $this->seed,
            'plant' => $this->plant?->value,
            'changes' => $this->changes,
            'life' => $this->life,
        ], JSON_THROW_ON_ERROR));
    }

    public static function fromText(string $text): self
    {
        $task = json_decode((string) base64_decode($text, true), true);

        if (! is_array($task)) {
            throw new InvalidArgumentException('this command is started by versions:stress and cache:validate-atomic');
        }

        return new self(
            Role::from($task['role']),
            Ground::fromArray($task['ground']),
            $task['number'],
            $task['seed'],
            $task['plant'] === null ? null : Plant::from($task['plant']),
            $task['changes'],
            $task['life'],
        );
    }
}
