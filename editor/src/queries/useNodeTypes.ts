/** The node types the server knows, asked for once; none until they are here. */
import { useQuery } from "@tanstack/react-query";
import { listNodeTypes } from "../calls";
import { byTag, type NodeTypes } from "../model/nodeTypes";

const NONE: NodeTypes = new Map();

export function useNodeTypes() {
  const { data, isPending, error, refetch } = useQuery({
    queryKey: ["node-types"],
    queryFn: listNodeTypes,
    staleTime: Number.POSITIVE_INFINITY,
    select: toMap,
  });
  return { types: data ?? NONE, isPending, error, refetch };
}

const toMap = ({ items }: Awaited<ReturnType<typeof listNodeTypes>>) => byTag(items);
